/** A run of border between the same two neighbours, and how it travels. */

import type { ArcRow, Mm } from "../../api/draft-types";
import type { LonLat } from "../datum";

/** Coordinates lie flat, x before y; null stands on the outer side of the town's outline. */
export type Arc = {
  readonly left: string | null;
  readonly right: string | null;
  readonly mm: Float64Array;
  /** WGS-84 degrees, longitude before latitude. */
  readonly places: Float64Array;
};

const E7 = 1e7;

export function arcOf({ left, right, mm, e7 }: ArcRow): Arc {
  return { left, right, mm: summed(mm, 1), places: summed(e7, E7) };
}

function summed(steps: readonly number[], unit: number): Float64Array {
  const flat = new Float64Array(steps.length);
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < steps.length; i += 2) {
    x += steps[i] as number;
    y += steps[i + 1] as number;
    flat[i] = x / unit;
    flat[i + 1] = y / unit;
  }
  return flat;
}

export function vertexCount({ mm }: Arc): number {
  return mm.length / 2;
}

export function vertexAt({ mm }: Arc, index: number): Mm {
  return [mm[2 * index] as number, mm[2 * index + 1] as number];
}

export function placeOf({ places }: Arc, index: number): LonLat {
  return [places[2 * index] as number, places[2 * index + 1] as number];
}

/** The index of a vertex; -1 when the arc has none there. */
export function indexOf({ mm }: Arc, [x, y]: Mm): number {
  for (let i = 0; i < mm.length; i += 2) if (mm[i] === x && mm[i + 1] === y) return i / 2;
  return -1;
}

export function isOutline({ left, right }: Arc): boolean {
  return left === null || right === null;
}

export function isClosed(arc: Arc): boolean {
  const [x, y] = vertexAt(arc, 0);
  const [endX, endY] = vertexAt(arc, vertexCount(arc) - 1);
  return x === endX && y === endY;
}

/** Length along the arc, in metres. */
export function lengthM({ mm }: Arc): number {
  let sum = 0;
  for (let i = 2; i < mm.length; i += 2) {
    sum += Math.hypot(
      (mm[i] as number) - (mm[i - 2] as number),
      (mm[i + 1] as number) - (mm[i - 1] as number),
    );
  }
  return sum / 1000;
}

export type Box = readonly [west: number, south: number, east: number, north: number];

/** The box round an arc, in millimetres; reckoned once. */
export function boxOf(arc: Arc): Box {
  const known = boxes.get(arc);
  if (known) return known;
  const box = boxRound(arc.mm);
  boxes.set(arc, box);
  return box;
}

const boxes = new WeakMap<Arc, Box>();

export function boxRound(flat: Float64Array): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < flat.length; i += 2) {
    const x = flat[i] as number;
    const y = flat[i + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return [west, south, east, north];
}
