/** Where the lines and points of a track lie in a square picture. */

import type { OwnTrack } from "../api/me";

export const SIDE = 320;
const MARGIN = 24;
const DEGREE_M = 111_320;
/** A track shorter than this still gets a picture of this many metres. */
const LEAST_M = 50;
const BARS_M = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

type Place = readonly [lon: number, lat: number];
export type Picture = {
  readonly lines: readonly string[];
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly barPx: number;
  readonly barM: number;
};

/** The picture, or null for a track without a place. */
export function pictureOf(track: OwnTrack): Picture | null {
  const lines = track.features.flatMap(({ geometry }) =>
    geometry.type === "MultiLineString" ? (geometry.coordinates as Place[][]) : [],
  );
  const points = track.features.flatMap(({ geometry }) =>
    geometry.type === "MultiPoint" ? (geometry.coordinates as Place[]) : [],
  );
  const all = [...lines.flat(), ...points];
  if (all.length === 0) return null;
  const [west, east] = ends(all.map(([lon]) => lon));
  const [south, north] = ends(all.map(([, lat]) => lat));
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const metres = Math.max((east - west) * narrow, north - south, LEAST_M / DEGREE_M) * DEGREE_M;
  const pxPerM = (SIDE - 2 * MARGIN) / metres;
  const put = ([lon, lat]: Place): readonly [number, number] => [
    round(SIDE / 2 + (lon - (west + east) / 2) * narrow * DEGREE_M * pxPerM),
    round(SIDE / 2 - (lat - (south + north) / 2) * DEGREE_M * pxPerM),
  ];
  const barM = BARS_M.filter((bar) => bar * pxPerM <= SIDE / 3).pop() ?? BARS_M[0] ?? LEAST_M;
  return {
    lines: lines.map((line) => line.map((place) => put(place).join(",")).join(" ")),
    points: points.map(put),
    barPx: round(barM * pxPerM),
    barM,
  };
}

function ends(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
