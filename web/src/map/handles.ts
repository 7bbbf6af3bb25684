/** The handles of one arc: its vertices, and between far ones a middle from which a new one is drawn. */

import type { Paper } from "./map-canvas";
import type { Arc } from "./partition/arc";
import type { Spots } from "./spots";
import { pixelOf } from "./trace";

export type Handle = {
  readonly kind: "vertex" | "middle";
  /** The vertex, or the one before the middle. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
};

const MIDDLE_FROM_PX = 28;
/** Nearer ones could not be told apart: of them the first is shown, until the map is nearer. */
const APART_PX = 8;
const REACH_PX = 9;
const FINGER_REACH_PX = 20;

export type Sheet = Pick<Paper, "scale" | "left" | "top" | "width" | "height">;

export function handlesOf(arc: Arc, sheet: Sheet, spots: Spots): readonly Handle[] {
  const flat = spots.of(arc);
  const handles: Handle[] = [];
  let before: readonly [number, number] | null = null;
  let shown = -1;
  for (let i = 0; i < flat.length; i += 2) {
    const here = pixelOf(sheet, [flat[i] as number, flat[i + 1] as number]);
    const away = before ? Math.hypot(here[0] - before[0], here[1] - before[1]) : Number.POSITIVE_INFINITY;
    if (away < APART_PX && i < flat.length - 2) continue;
    if (before && away >= MIDDLE_FROM_PX && i / 2 === shown + 1) {
      const [x, y] = [(here[0] + before[0]) / 2, (here[1] + before[1]) / 2];
      handles.push({ kind: "middle", index: i / 2 - 1, x, y });
    }
    handles.push({ kind: "vertex", index: i / 2, x: here[0], y: here[1] });
    before = here;
    shown = i / 2;
  }
  return handles.filter(({ x, y }) => x >= 0 && y >= 0 && x <= sheet.width && y <= sheet.height);
}

/** The handle under a pointer; a vertex goes before a middle. */
export function handleAt(
  handles: readonly Handle[],
  { x, y }: { readonly x: number; readonly y: number },
  finger: boolean,
): Handle | null {
  const reach = finger ? FINGER_REACH_PX : REACH_PX;
  const away = (handle: Handle) => Math.hypot(handle.x - x, handle.y - y);
  const found = handles.filter((handle) => away(handle) <= reach);
  const order = (handle: Handle) => away(handle) + (handle.kind === "middle" ? reach : 0);
  return found.reduce<Handle | null>((best, one) => (best && order(best) <= order(one) ? best : one), null);
}
