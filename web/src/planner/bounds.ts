/** Where grids lie, as boxes to bring into view. */

import type { Bounds } from "../api/types";
import { type Arc, boxRound } from "../map/partition/arc";
import { arcsOf } from "../map/partition/partition";
import type { Planner } from "./state";

export function boundsOf(arcs: readonly Arc[]): Bounds | null {
  if (arcs.length === 0) return null;
  const boxes = arcs.map(({ places }) => boxRound(places));
  const least = (side: 0 | 1) => Math.min(...boxes.map((box) => box[side]));
  const most = (side: 2 | 3) => Math.max(...boxes.map((box) => box[side]));
  return [least(0), least(1), most(2), most(3)];
}

/** Bring grids into view. */
export function showGrids({ partition, map }: Planner, codes: readonly string[]): void {
  const shapes = partition.value;
  if (shapes === null) return;
  const bounds = boundsOf(codes.flatMap((code) => arcsOf(shapes, code)));
  if (bounds) map.value?.fit(bounds);
}

/** Without a view of its own the map opens on the whole town, or on the whole draft. */
export function showWhole({ town, partition, map }: Planner): void {
  const bounds = town.bounds ?? (partition.value && boundsOf(partition.value.arcs));
  if (bounds) map.value?.fit(bounds);
}
