/** What lies where: the grid round a place, the border and the vertex nearest to it. */

import type { Mm } from "../../api/draft-types";
import { type Arc, boxOf } from "./arc";
import type { Partition } from "./partition";

/** The grid that holds a place: the one whose borders are crossed an odd number of times on the way east. */
export function gridAt(partition: Partition, [x, y]: Mm): string | null {
  const odd = new Set<string>();
  for (const arc of partition.arcs) {
    const [, south, east, north] = boxOf(arc);
    if (y < south || y >= north || x > east || crossings(arc, x, y) % 2 === 0) continue;
    for (const code of [arc.left, arc.right]) {
      if (code !== null && !odd.delete(code)) odd.add(code);
    }
  }
  const [code] = odd;
  return code ?? null;
}

function crossings({ mm }: Arc, x: number, y: number): number {
  let count = 0;
  for (let i = 2; i < mm.length; i += 2) {
    const y1 = mm[i - 1] as number;
    const y2 = mm[i + 1] as number;
    if (y1 <= y === y2 <= y) continue;
    const x1 = mm[i - 2] as number;
    const x2 = mm[i] as number;
    if (x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) count += 1;
  }
  return count;
}

export type OnBorder = {
  readonly arc: Arc;
  /** The vertex at which the nearest segment begins. */
  readonly segment: number;
  readonly at: Mm;
  readonly awayMm: number;
};

/** The nearest border within `reachMm`, and where on it. */
export function nearestBorder(arcs: readonly Arc[], at: Mm, reachMm: number): OnBorder | null {
  let best: OnBorder | null = null;
  for (const arc of arcs) {
    if (!near(arc, at, best?.awayMm ?? reachMm)) continue;
    for (let i = 2; i < arc.mm.length; i += 2) {
      const foot = footOn(arc.mm, i, at);
      const awayMm = Math.hypot(foot[0] - at[0], foot[1] - at[1]);
      if (awayMm <= (best?.awayMm ?? reachMm)) best = { arc, segment: i / 2 - 1, at: foot, awayMm };
    }
  }
  return best;
}

/** The point of the segment that ends at flat index `i` which is nearest to a place. */
function footOn(mm: Float64Array, i: number, [x, y]: Mm): Mm {
  const x1 = mm[i - 2] as number;
  const y1 = mm[i - 1] as number;
  const dx = (mm[i] as number) - x1;
  const dy = (mm[i + 1] as number) - y1;
  const share = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, share));
  return [x1 + t * dx, y1 + t * dy];
}

export type AtVertex = {
  readonly arc: Arc;
  readonly index: number;
  readonly at: Mm;
  readonly awayMm: number;
};

export function nearestVertex(arcs: readonly Arc[], at: Mm, reachMm: number): AtVertex | null {
  let best: AtVertex | null = null;
  for (const arc of arcs) {
    if (!near(arc, at, best?.awayMm ?? reachMm)) continue;
    for (let i = 0; i < arc.mm.length; i += 2) {
      const vertex: Mm = [arc.mm[i] as number, arc.mm[i + 1] as number];
      const awayMm = Math.hypot(vertex[0] - at[0], vertex[1] - at[1]);
      if (awayMm <= (best?.awayMm ?? reachMm)) best = { arc, index: i / 2, at: vertex, awayMm };
    }
  }
  return best;
}

function near(arc: Arc, [x, y]: Mm, reachMm: number): boolean {
  const [west, south, east, north] = boxOf(arc);
  return x >= west - reachMm && x <= east + reachMm && y >= south - reachMm && y <= north + reachMm;
}

export type Snapped = { readonly at: Mm; readonly on: "vertex" | "border" | "nothing" };

/** Lay a drawn point onto a vertex within reach, else onto a border, else leave it. */
export function snapped(arcs: readonly Arc[], at: Mm, reachMm: number): Snapped {
  const vertex = nearestVertex(arcs, at, reachMm);
  if (vertex) return { at: vertex.at, on: "vertex" };
  const border = nearestBorder(arcs, at, reachMm);
  return border ? { at: border.at, on: "border" } : { at, on: "nothing" };
}
