/** How borders would lie while something is dragged: only for the eye, the service has the last word. */

import type { Grid, Mm } from "../../api/draft-types";
import type { LonLat } from "../datum";
import { type Arc, boxOf, indexOf, vertexCount } from "./arc";
import { areaRound } from "./areas";
import { arcsOf, type Partition } from "./partition";

/** Arcs that would go and those that would stand instead. */
export type Preview = { readonly before: readonly Arc[]; readonly after: readonly Arc[] };
export type Spot = { readonly mm: Mm; readonly place: LonLat };

/** Move a vertex in every arc that shares it. */
export function moved(partition: Partition, at: Mm, to: Spot): Preview {
  return replaced(partition, at, (arc) => {
    const mm = arc.mm.slice();
    const places = arc.places.slice();
    for (let i = 0; i < mm.length; i += 2) {
      if (mm[i] !== at[0] || mm[i + 1] !== at[1]) continue;
      mm.set(to.mm, i);
      places.set(to.place, i);
    }
    return { ...arc, mm, places };
  });
}

/** Take a vertex out of every arc that has it between two others. */
export function deleted(partition: Partition, at: Mm): Preview {
  return replaced(partition, at, (arc) => {
    const index = indexOf(arc, at);
    const end = index === 0 || index === vertexCount(arc) - 1;
    return end ? arc : { ...arc, mm: without(arc.mm, index), places: without(arc.places, index) };
  });
}

/** Put a vertex between two that follow each other. */
export function inserted(partition: Partition, between: readonly [Mm, Mm], to: Spot): Preview {
  const [one, other] = between;
  return replaced(partition, one, (arc) => {
    const segment = segmentOf(arc, one, other);
    if (segment === -1) return arc;
    return { ...arc, mm: spliced(arc.mm, segment, to.mm), places: spliced(arc.places, segment, to.place) };
  });
}

function replaced(partition: Partition, at: Mm, change: (arc: Arc) => Arc): Preview {
  const before: Arc[] = [];
  const after: Arc[] = [];
  for (const arc of partition.arcs) {
    if (!holds(arc, at)) continue;
    const next = change(arc);
    if (next === arc) continue;
    before.push(arc);
    after.push(next);
  }
  return { before, after };
}

function holds(arc: Arc, at: Mm): boolean {
  const [west, south, east, north] = boxOf(arc);
  const [x, y] = at;
  return x >= west && x <= east && y >= south && y <= north && indexOf(arc, at) !== -1;
}

/** The index of the vertex at which the segment between two vertices begins, whichever comes first. */
function segmentOf({ mm }: Arc, one: Mm, other: Mm): number {
  const is = (i: number, [x, y]: Mm) => mm[i] === x && mm[i + 1] === y;
  for (let i = 2; i < mm.length; i += 2) {
    if ((is(i - 2, one) && is(i, other)) || (is(i - 2, other) && is(i, one))) return i / 2 - 1;
  }
  return -1;
}

function without(flat: Float64Array, index: number): Float64Array {
  return Float64Array.from([...flat.slice(0, 2 * index), ...flat.slice(2 * index + 2)]);
}

function spliced(flat: Float64Array, after: number, pair: readonly [number, number]): Float64Array {
  const cut = 2 * after + 2;
  return Float64Array.from([...flat.slice(0, cut), ...pair, ...flat.slice(cut)]);
}

export type Estimate = {
  readonly code: string;
  readonly beforeM2: number;
  readonly afterM2: number;
  readonly loadBefore: number;
  readonly loadAfter: number;
};

/** Areas of the grids a preview changes, exact; their loads as if work lay evenly in what changes hands. */
export function estimates(partition: Partition, { before, after }: Preview): readonly Estimate[] {
  const gone = new Set(before);
  const codes = new Set(before.flatMap(({ left, right }) => [left, right]));
  const areas: Area[] = [];
  for (const code of codes) {
    const grid = code === null ? undefined : partition.grids.get(code);
    if (grid === undefined) continue;
    const arcs = arcsOf(partition, grid.code);
    const then = [...arcs.filter((arc) => !gone.has(arc)), ...after.filter((arc) => bounds(arc, grid.code))];
    areas.push({ grid, beforeM2: areaRound(arcs, grid.code), afterM2: areaRound(then, grid.code) });
  }
  return areas.map((area) => withLoad(area, areas)).sort((a, b) => (a.code < b.code ? -1 : 1));
}

type Area = { readonly grid: Grid; readonly beforeM2: number; readonly afterM2: number };

function bounds({ left, right }: Arc, code: string): boolean {
  return left === code || right === code;
}

function withLoad(area: Area, all: readonly Area[]): Estimate {
  const { grid, beforeM2, afterM2 } = area;
  const gained = all.reduce((sum, one) => sum + Math.max(0, one.afterM2 - one.beforeM2), 0);
  const given = all.reduce((sum, one) => sum + lost(one), 0);
  const share = gained > 0 ? Math.max(0, afterM2 - beforeM2) / gained : 0;
  const loadAfter = grid.load - lost(area) + given * share;
  return { code: grid.code, beforeM2, afterM2, loadBefore: grid.load, loadAfter };
}

/** The load that goes with the land a grid gives away. */
function lost({ grid, beforeM2, afterM2 }: Area): number {
  return beforeM2 > 0 ? (Math.max(0, beforeM2 - afterM2) / beforeM2) * grid.load : 0;
}
