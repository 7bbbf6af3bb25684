/** Where a grid's label goes: the middle of its widest stretch at half its height, which lies inside any shape. */

import type { LonLat } from "../datum";
import { type Arc, boxRound } from "./arc";

/** Returns null for a grid without land. */
export function labelSpot(arcs: readonly Pick<Arc, "places">[]): LonLat | null {
  const lat = middle(arcs);
  const hits = arcs.flatMap((arc) => crossingsAt(arc.places, lat)).sort((a, b) => a - b);
  let best: LonLat | null = null;
  let widest = 0;
  for (let i = 1; i < hits.length; i += 2) {
    const [west, east] = [hits[i - 1] as number, hits[i] as number];
    if (east - west <= widest) continue;
    widest = east - west;
    best = [(west + east) / 2, lat];
  }
  return best;
}

function middle(arcs: readonly Pick<Arc, "places">[]): number {
  const boxes = arcs.map(({ places }) => boxRound(places));
  const south = Math.min(...boxes.map((box) => box[1]));
  return (south + Math.max(...boxes.map((box) => box[3]))) / 2;
}

function crossingsAt(flat: Float64Array, y: number): number[] {
  const hits: number[] = [];
  for (let i = 2; i < flat.length; i += 2) {
    const [x1, y1] = [flat[i - 2] as number, flat[i - 1] as number];
    const [x2, y2] = [flat[i] as number, flat[i + 1] as number];
    if (y1 <= y !== y2 <= y) hits.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return hits;
}
