/** Towns of square grids, 100 m wide, for the tests of partitions. */

import type { ArcRow, Grid, Mm } from "../../../src/api/draft-types";
import { type Partition, partitionOf } from "../../../src/map/partition/partition";

export const SIDE_MM = 100_000;
const E7_PER_MM = 0.1;
const CORNER: Mm = [450_000_000, 3_500_000_000];

/** A point so many metres east and north of the town's south-west corner. */
export function mm(eastM: number, northM: number): Mm {
  return [CORNER[0] + eastM * 1000, CORNER[1] + northM * 1000];
}

export function gridOf(code: string, more: Partial<Grid> = {}): Grid {
  const figures = { area_m2: 10_000, households: 100, load: 1, events: 10 };
  return { code, name: code, parent: "v1", squad: "1", kind: "plain", ...figures, ...more };
}

/** An arc along points given in metres. */
export function row(
  left: string | null,
  right: string | null,
  ...metres: readonly (readonly [number, number])[]
): ArcRow {
  const points = metres.map(([east, north]) => mm(east, north));
  const steps = points.flatMap(([x, y], i) => {
    const [x0, y0] = points[i - 1] ?? [0, 0];
    return [x - x0, y - y0];
  });
  return { left, right, mm: steps, e7: steps.map((step) => step * E7_PER_MM) };
}

/**
 * Two squares side by side, `a` west of `b`; their border has a vertex in its middle:
 *
 *     (0,100) ── (100,100) ── (200,100)
 *        │    a   (100,50)  b    │
 *      (0,0) ─── (100,0) ──── (200,0)
 */
export function twoSquares(): Partition {
  return partitionOf(
    [gridOf("b", { parent: "v2" }), gridOf("a")],
    [
      row("a", "b", [100, 0], [100, 50], [100, 100]),
      row("a", null, [100, 100], [0, 100], [0, 0], [100, 0]),
      row("b", null, [100, 0], [200, 0], [200, 100], [100, 100]),
    ],
  );
}

/** `wide` by `high` squares named by column and row; every edge is an arc. */
export function squares(wide: number, high: number): Partition {
  const name = (x: number, y: number) => (x < 0 || y < 0 || x >= wide || y >= high ? null : `${x}.${y}`);
  const rows: ArcRow[] = [];
  for (let x = 0; x <= wide; x++)
    for (let y = 0; y < high; y++)
      rows.push(row(name(x - 1, y), name(x, y), [100 * x, 100 * y], [100 * x, 100 * y + 100]));
  for (let x = 0; x < wide; x++)
    for (let y = 0; y <= high; y++)
      rows.push(row(name(x, y), name(x, y - 1), [100 * x, 100 * y], [100 * x + 100, 100 * y]));
  const codes = new Set(rows.flatMap(({ left, right }) => [left, right]));
  return partitionOf(
    [...codes].flatMap((code) => (code === null ? [] : [gridOf(code)])),
    rows,
  );
}

/** A repeatable stream of numbers from 0 to 1. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
