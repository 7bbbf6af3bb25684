/** All grids of a draft and the borders between them: a value, replaced piece by piece as edits are answered. */

import type { ArcRow, Change, Grid } from "../../api/draft-types";
import { type Arc, arcOf } from "./arc";

export type Partition = {
  readonly grids: ReadonlyMap<string, Grid>;
  readonly arcs: readonly Arc[];
};

export function partitionOf(grids: readonly Grid[], arcs: readonly ArcRow[]): Partition {
  return { grids: byCode(grids), arcs: arcs.map(arcOf) };
}

export function changed(partition: Partition, change: Change): Partition {
  const gone = new Set([...change.touched, ...change.removed]);
  const stays = ({ left, right }: Arc) =>
    !(left !== null && gone.has(left)) && !(right !== null && gone.has(right));
  const grids = new Map(partition.grids);
  for (const code of change.removed) grids.delete(code);
  for (const grid of change.grids) grids.set(grid.code, grid);
  return {
    grids: byCode([...grids.values()]),
    arcs: [...partition.arcs.filter(stays), ...change.arcs.map(arcOf)],
  };
}

function byCode(grids: readonly Grid[]): ReadonlyMap<string, Grid> {
  const sorted = [...grids].sort((a, b) => (a.code < b.code ? -1 : 1));
  return new Map(sorted.map((grid) => [grid.code, grid]));
}

/** The arcs round a grid, reckoned once for a partition. */
export function arcsOf(partition: Partition, code: string): readonly Arc[] {
  const known = indexes.get(partition) ?? indexed(partition);
  return known.get(code) ?? [];
}

const indexes = new WeakMap<Partition, ReadonlyMap<string, readonly Arc[]>>();

function indexed(partition: Partition): ReadonlyMap<string, readonly Arc[]> {
  const index = new Map<string, Arc[]>();
  for (const arc of partition.arcs) {
    for (const code of [arc.left, arc.right]) {
      if (code === null) continue;
      const arcs = index.get(code);
      if (arcs) arcs.push(arc);
      else index.set(code, [arc]);
    }
  }
  indexes.set(partition, index);
  return index;
}

/** The grid on the other side; null outside the town. */
export function neighbour({ left, right }: Arc, code: string): string | null {
  return left === code ? right : left;
}
