/** A squad by colour, shape and word. */

import type { Code } from "../api/types";
import { squadSign } from "../map/squads";
import { ShapeMark } from "./shape-mark";

export function SquadMark({ squad }: { readonly squad: Code }) {
  return (
    <span class="squad">
      <ShapeMark shape={squadSign(squad.code).shape} colour={`squad-${squad.code}`} />
      {squad.name}
    </span>
  );
}
