/** A squad by colour, shape and word. */

import type { Code } from "../api/types";

const SHAPES: Readonly<Record<string, string>> = { "1": "●", "2": "▲", "3": "■" };

export function SquadMark({ squad }: { readonly squad: Code }) {
  return (
    <span class="squad">
      <span class={`squad-shape squad-${squad.code}`} aria-hidden="true">
        {SHAPES[squad.code] ?? "○"}
      </span>
      {squad.name}
    </span>
  );
}
