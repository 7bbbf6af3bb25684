/** Traces arcs and rings onto a canvas; steps too short to be seen are left out. */

import type { Paper } from "./map-canvas";
import type { Arc, Box } from "./partition/arc";
import type { Ring } from "./partition/rings";
import type { Spots } from "./spots";

const SHORTEST_PX = 1;

/** Add an arc to the path, unless all of it is off the paper. */
export function traceArc(paper: Paper, arc: Arc, spots: Spots): void {
  if (isSeen(paper, arc, spots)) trace(paper, spots.of(arc), true, true);
}

export function traceRings(paper: Paper, rings: readonly Ring[], spots: Spots): void {
  for (const ring of rings) {
    ring.forEach(({ arc, forward }, index) => {
      trace(paper, spots.of(arc), forward, index === 0);
    });
    paper.context.closePath();
  }
}

export function isSeen(paper: Paper, arc: Arc, spots: Spots): boolean {
  return isOnPaper(paper, spots.boxOf(arc));
}

/** Whether any of what some arcs enclose may be on the paper. */
export function isWithinSeen(paper: Paper, arcs: readonly Arc[], spots: Spots): boolean {
  const boxes = arcs.map((arc) => spots.boxOf(arc));
  const least = (side: 0 | 1) => Math.min(...boxes.map((box) => box[side]));
  const most = (side: 2 | 3) => Math.max(...boxes.map((box) => box[side]));
  return isOnPaper(paper, [least(0), least(1), most(2), most(3)]);
}

function isOnPaper(paper: Paper, [west, north, east, south]: Box): boolean {
  const { scale, left, top, width, height } = paper;
  if (east * scale < left || west * scale > left + width) return false;
  return south * scale >= top && north * scale <= top + height;
}

function trace(paper: Paper, flat: Float64Array, forward: boolean, lift: boolean): void {
  const { context, scale, left, top } = paper;
  const last = flat.length - 2;
  let drawnX = Number.NEGATIVE_INFINITY;
  let drawnY = Number.NEGATIVE_INFINITY;
  for (let step = 0; step <= last; step += 2) {
    const i = forward ? step : last - step;
    const x = (flat[i] as number) * scale - left;
    const y = (flat[i + 1] as number) * scale - top;
    const short = Math.abs(x - drawnX) + Math.abs(y - drawnY) < SHORTEST_PX;
    if (short && step !== last) continue;
    if (step === 0 && lift) context.moveTo(x, y);
    else context.lineTo(x, y);
    drawnX = x;
    drawnY = y;
  }
}

export function pixelOf(
  { scale, left, top }: Pick<Paper, "scale" | "left" | "top">,
  [x, y]: readonly [number, number],
): readonly [x: number, y: number] {
  return [x * scale - left, y * scale - top];
}
