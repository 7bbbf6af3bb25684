/** Many people far away become few circles with a number: all of one cell of a grid fixed to the ground. */

import type { Mover, Spot } from "./mover";

export type Cluster = Spot & { readonly members: readonly Mover[] };

/** From this zoom on everybody is shown alone. */
export const ALONE_ZOOM = 13;
const CELL_PX = 64;
const TILE_PX = 256;

/** Group by cells of the ground, so that moving the map leaves the groups as they are; each lies in its middle. */
export function clustersOf(movers: readonly Mover[], zoom: number): Cluster[] {
  const cells = 2 ** zoom * (TILE_PX / CELL_PX);
  const groups = new Map<number, Mover[]>();
  for (const mover of movers) {
    const cell = Math.floor(mover.y * cells) * cells + Math.floor(mover.x * cells);
    const group = groups.get(cell);
    if (group) group.push(mover);
    else groups.set(cell, [mover]);
  }
  return Array.from(groups.values(), (members) => {
    const sum = members.reduce(({ x, y }, one) => ({ x: x + one.x, y: y + one.y }), { x: 0, y: 0 });
    return { x: sum.x / members.length, y: sum.y / members.length, members };
  });
}
