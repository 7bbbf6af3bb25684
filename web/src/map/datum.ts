/** Shifts between WGS-84 and the datums of Chinese base maps (GCJ-02, BD-09), both ways. */

import type { Datum } from "../api/types";

export type LonLat = readonly [lon: number, lat: number];

const SEMI_MAJOR_M = 6378245.0;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
const BD_ANGLE = (Math.PI * 3000) / 180;
const BD_OFFSET: LonLat = [0.0065, 0.006];
/** Degrees; a tenth of a millimetre on the ground. */
const CONVERGED = 1e-9;
const MOST_STEPS = 30;

type Wave = readonly [amplitudeM: number, halfTurnsPerDegree: number];
const RIPPLE: readonly Wave[] = [
  [20, 6],
  [20, 2],
];
const NORTHWARD: readonly Wave[] = [
  [20, 1],
  [40, 1 / 3],
  [160, 1 / 12],
  [320, 1 / 30],
];
const EASTWARD: readonly Wave[] = [
  [20, 1],
  [40, 1 / 3],
  [150, 1 / 12],
  [300, 1 / 30],
];

/** Shift a WGS-84 place into `datum`; CGCS2000 and WGS-84 agree within the accuracy of any map here. */
export function fromWgs84(place: LonLat, datum: Datum): LonLat {
  if (datum === "gcj02") return wgs84ToGcj02(place);
  if (datum === "bd09") return gcj02ToBd09(wgs84ToGcj02(place));
  return place;
}

/** Undo `fromWgs84` to within 0.1 mm, by fixed-point iteration of the forward shift. */
export function toWgs84(place: LonLat, datum: Datum): LonLat {
  if (datum !== "gcj02" && datum !== "bd09") return place;
  let guess = place;
  for (let step = 0; step < MOST_STEPS; step++) {
    const there = fromWgs84(guess, datum);
    const miss: LonLat = [place[0] - there[0], place[1] - there[1]];
    guess = [guess[0] + miss[0], guess[1] + miss[1]];
    if (Math.abs(miss[0]) < CONVERGED && Math.abs(miss[1]) < CONVERGED) break;
  }
  return guess;
}

function wgs84ToGcj02([lon, lat]: LonLat): LonLat {
  if (!insideRectangle(lon, lat)) return [lon, lat];
  const x = lon - 105;
  const y = lat - 35;
  const phi = (lat * Math.PI) / 180;
  const magic = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2;
  const perLat = (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / magic ** 1.5;
  const perLon = (SEMI_MAJOR_M / Math.sqrt(magic)) * Math.cos(phi);
  const degrees = 180 / Math.PI;
  return [lon + (eastM(x, y) / perLon) * degrees, lat + (northM(x, y) / perLat) * degrees];
}

/** The published rule shifts a plain rectangle round the country, not the country. */
function insideRectangle(lon: number, lat: number): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function northM(x: number, y: number): number {
  const plane = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  return plane + waves(x, RIPPLE) + waves(y, NORTHWARD);
}

function eastM(x: number, y: number): number {
  const plane = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  return plane + waves(x, RIPPLE) + waves(x, EASTWARD);
}

function waves(degrees: number, all: readonly Wave[]): number {
  const heights = all.map(([amplitude, turns]) => amplitude * Math.sin(turns * degrees * Math.PI));
  return (2 / 3) * heights.reduce((sum, height) => sum + height, 0);
}

function gcj02ToBd09([lon, lat]: LonLat): LonLat {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BD_ANGLE);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BD_ANGLE);
  return [radius * Math.cos(angle) + BD_OFFSET[0], radius * Math.sin(angle) + BD_OFFSET[1]];
}
