/** Where level lines run through an area: the room that there is for words. */

import Point from "@mapbox/point-geometry";

type Rings = readonly (readonly Point[])[];
type Stretch = { readonly from: number; readonly to: number };
type LevelLine = { readonly middle: Point; readonly length: number };

/** The widest stretch inside the rings (even-odd) on a few level lines near the middle; `room` is the rings' height. */
export function widestLevelLine(rings: Rings): (LevelLine & { readonly room: number }) | null {
  const [top, bottom] = heightsOf(rings);
  let best: LevelLine | null = null;
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const line = widestAt(rings, top + (bottom - top) * share);
    if (line !== null && (best === null || line.length > best.length * 1.2)) best = line;
  }
  return best && { ...best, room: bottom - top };
}

/** The least and the greatest y of the rings. */
export function heightsOf(rings: Rings): readonly [top: number, bottom: number] {
  const heights = rings.flatMap((ring) => ring.map((point) => point.y));
  const top = heights.reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY);
  const bottom = heights.reduce((most, y) => Math.max(most, y), Number.NEGATIVE_INFINITY);
  return [top, bottom];
}

/** The stretches of one level line that lie inside the rings, from left to right. */
export function stretchesAt(rings: Rings, y: number): Stretch[] {
  const crossings = rings.flatMap((ring) => crossingsOf(ring, y)).sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    stretches.push({ from: crossings[index] as number, to: crossings[index + 1] as number });
  }
  return stretches;
}

function widestAt(rings: Rings, y: number): LevelLine | null {
  let best: LevelLine | null = null;
  for (const { from, to } of stretchesAt(rings, y)) {
    if (best === null || to - from > best.length) {
      best = { middle: new Point((from + to) / 2, y), length: to - from };
    }
  }
  return best;
}

function crossingsOf(ring: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  ring.forEach((to, index) => {
    const from = ring[index - 1];
    if (from === undefined || from.y > y === to.y > y) return;
    crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  });
  return crossings;
}
