/** A small sign in running text, of the same shapes as on the map. */

import type { Shape } from "../api/layer";
import { cornersOf } from "../map/symbols";

const RADIUS = 5;

/** `colour` is a class that sets the text colour; the words beside it say the same. */
export function ShapeMark({ shape, colour }: { readonly shape: Shape; readonly colour: string }) {
  const points = cornersOf(shape, RADIUS).map((corner) => corner.join(","));
  return (
    <svg class={`shape-mark ${colour}`} width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
      {shape === "circle" ? <circle r={RADIUS} /> : <polygon points={points.join(" ")} />}
    </svg>
  );
}
