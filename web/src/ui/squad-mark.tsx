/** A squad by colour, shape and word. */

import type { Shape } from "../api/layer";
import type { Code } from "../api/types";
import { ShapeMark } from "./shape-mark";

const SHAPES: Readonly<Record<string, Shape>> = { "1": "circle", "2": "triangle", "3": "square" };

export function SquadMark({ squad }: { readonly squad: Code }) {
  return (
    <span class="squad">
      <ShapeMark shape={SHAPES[squad.code] ?? "diamond"} colour={`squad-${squad.code}`} />
      {squad.name}
    </span>
  );
}
