/** Between places of the world and millimetres of a draft's metric CRS. */

import type { Mm } from "../../api/draft-types";
import type { LonLat } from "../datum";
import { metricCrs, toMetric } from "../metric";
import { type Arc, placeOf, vertexAt } from "./arc";

export type Plane = { toMm(place: LonLat): Mm; toPlace(at: Mm): LonLat };

/** Exact for the CRS that are known by formula; elsewhere an affine map through three far vertices. */
export function planeOf(epsg: number, arcs: readonly Arc[]): Plane {
  const crs = metricCrs(epsg);
  if (crs === null) return affineThrough(arcs);
  const toMm = (place: LonLat): Mm => {
    const { eastM, northM } = toMetric(place, crs);
    return [Math.round(eastM * 1000), Math.round(northM * 1000)];
  };
  const exactly = (place: LonLat): Mm => {
    const { eastM, northM } = toMetric(place, crs);
    return [eastM * 1000, northM * 1000];
  };
  const start: LonLat = [crs.centralMeridianDeg, 30];
  return { toMm, toPlace: (at) => inverse(exactly, at, start) };
}

const STEP_DEG = 1e-5;
const MOST_STEPS = 12;
const CLOSE_MM = 0.01;

/** Newton's method with differences for the derivatives. */
function inverse(project: (place: LonLat) => Mm, [x, y]: Mm, start: LonLat): LonLat {
  let [lon, lat] = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const [x0, y0] = project([lon, lat]);
    const [dx, dy] = [x - x0, y - y0];
    if (Math.hypot(dx, dy) < CLOSE_MM) break;
    const [xE, yE] = project([lon + STEP_DEG, lat]);
    const [xN, yN] = project([lon, lat + STEP_DEG]);
    const [a, b, c, d] = [xE - x0, xN - x0, yE - y0, yN - y0];
    const size = a * d - b * c;
    lon += (STEP_DEG * (dx * d - b * dy)) / size;
    lat += (STEP_DEG * (a * dy - dx * c)) / size;
  }
  return [lon, lat];
}

type Pair = { readonly place: LonLat; readonly mm: Mm };

function affineThrough(arcs: readonly Arc[]): Plane {
  const [a, b, c] = farApart(pairs(arcs));
  const toMm = affine(a.place, b.place, c.place, a.mm, b.mm, c.mm);
  return { toMm, toPlace: affine(a.mm, b.mm, c.mm, a.place, b.place, c.place) };
}

function pairs(arcs: readonly Arc[]): readonly Pair[] {
  return arcs.flatMap((arc) =>
    [...arc.mm.keys()]
      .filter((i) => i % 2 === 0)
      .map((i) => ({ mm: vertexAt(arc, i / 2), place: placeOf(arc, i / 2) })),
  );
}

/** The westernmost and easternmost of some vertices, and the one farthest off the line between. */
function farApart(all: readonly Pair[]): readonly [Pair, Pair, Pair] {
  const most = (of: (pair: Pair) => number) => all.reduce((a, b) => (of(b) > of(a) ? b : a));
  const west = most(({ mm }) => -mm[0]);
  const east = most(({ mm }) => mm[0]);
  return [west, east, most(({ mm }) => Math.abs(turn(west.mm, east.mm, mm)))];
}

function turn(a: Mm, b: Mm, c: Mm): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The affine map that sends three points to three others. */
function affine(a: Mm, b: Mm, c: Mm, toA: Mm, toB: Mm, toC: Mm): (at: Mm) => Mm {
  const size = turn(a, b, c);
  return (at) => {
    const [s, u] = [turn(a, at, c) / size, turn(a, b, at) / size];
    return [
      toA[0] + s * (toB[0] - toA[0]) + u * (toC[0] - toA[0]),
      toA[1] + s * (toB[1] - toA[1]) + u * (toC[1] - toA[1]),
    ];
  };
}
