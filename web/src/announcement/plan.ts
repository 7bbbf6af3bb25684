/** How places of a coarse map lie on the screen: flat, north up, one scale both ways. */

import type { OnShow, Ring } from "../api/announcement";

export type Spot = { readonly lon: number; readonly lat: number };

/** A plan: its size, and the ways between degrees and its points. */
export type Plan = {
  readonly width: number;
  readonly height: number;
  pathOf(rings: readonly Ring[]): string;
  pointOf(spot: Spot): readonly [x: number, y: number];
  spotAt(x: number, y: number): Spot;
};

const WIDTH = 1000;
const MOST_RATIO = 1.4;
const ROOM = 0.08;

/** The plan that shows what changes, with some room round it; null where nothing does. */
export function planOf({ grids, around }: Pick<OnShow, "grids" | "around">): Plan | null {
  const changing = grids.flatMap(({ before, after }) => [...before, ...after]);
  const places = (changing.length > 0 ? changing : around).flat();
  if (places.length === 0) return null;
  const [lons, lats] = [places.map(([lon]) => lon), places.map(([, lat]) => lat)];
  const lat0 = (least(lats) + most(lats)) / 2;
  const narrow = Math.cos((lat0 * Math.PI) / 180);
  const room = ROOM * Math.max((most(lons) - least(lons)) * narrow, most(lats) - least(lats), 1e-4);
  const [west, north] = [least(lons) - room / narrow, most(lats) + room];
  const across = (most(lons) - west + room / narrow) * narrow;
  const down = north - least(lats) + room;
  const scale = Math.min(WIDTH / across, (WIDTH * MOST_RATIO) / down);
  const pointOf = ({ lon, lat }: Spot) => [(lon - west) * narrow * scale, (north - lat) * scale] as const;
  return {
    width: across * scale,
    height: down * scale,
    pointOf,
    pathOf: (rings) => rings.map((ring) => pathOfRing(ring, pointOf)).join(""),
    spotAt: (x, y) => ({ lon: west + x / scale / narrow, lat: north - y / scale }),
  };
}

function pathOfRing(ring: Ring, pointOf: Plan["pointOf"]): string {
  const points = ring.map(([lon, lat]) => pointOf({ lon, lat }).map((part) => part.toFixed(1)));
  return `M${points.map((point) => point.join(" ")).join("L")}Z`;
}

// spread arguments would overflow the stack for large towns
const least = (values: readonly number[]) => values.reduce((one, other) => Math.min(one, other));
const most = (values: readonly number[]) => values.reduce((one, other) => Math.max(one, other));
