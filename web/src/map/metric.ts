/** Transverse Mercator metres of the town's metric CRS, for the figures under a click. */

import type { LonLat } from "./datum";

export type MetricCrs = {
  readonly name: string;
  readonly centralMeridianDeg: number;
  readonly scale: number;
  readonly falseEastingM: number;
};

export type EastNorth = { readonly eastM: number; readonly northM: number };

// GRS 80; CGCS2000 and WGS-84 differ from it by less than 0.2 mm on the ground.
const SEMI_MAJOR_M = 6378137.0;
const FLATTENING = 1 / 298.257222101;
const N = FLATTENING / (2 - FLATTENING);
const RECTIFYING_M = (SEMI_MAJOR_M / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
/** Krüger's series to the third power of n: 0.01 mm within 3 degrees of the meridian. */
const ALPHA: readonly number[] = [
  N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16,
  (13 * N ** 2) / 48 - (3 * N ** 3) / 5,
  (61 * N ** 3) / 240,
];

/** Read the zone out of an EPSG code: CGCS2000 3-degree zones and UTM; null for any other. */
export function metricCrs(epsg: number): MetricCrs | null {
  if (epsg >= 4534 && epsg <= 4554) return cgcs2000(75 + 3 * (epsg - 4534), 0);
  if (epsg >= 4513 && epsg <= 4533) return cgcs2000(3 * (epsg - 4488), epsg - 4488);
  for (const first of [26900, 32600]) {
    const zone = epsg - first;
    if (zone >= 1 && zone <= 60) return utm(zone);
  }
  return null;
}

function cgcs2000(centralMeridianDeg: number, zone: number): MetricCrs {
  return { name: "CGCS2000", centralMeridianDeg, scale: 1, falseEastingM: zone * 1_000_000 + 500_000 };
}

function utm(zone: number): MetricCrs {
  return { name: `UTM ${zone}N`, centralMeridianDeg: 6 * zone - 183, scale: 0.9996, falseEastingM: 500_000 };
}

/** Project a place north of the equator (L. Krüger, 1912). */
export function toMetric([lon, lat]: LonLat, crs: MetricCrs): EastNorth {
  const lambda = ((lon - crs.centralMeridianDeg) * Math.PI) / 180;
  const tau = conformalTangent((lat * Math.PI) / 180);
  const xi = Math.atan2(tau, Math.cos(lambda));
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(tau, Math.cos(lambda)));
  let north = xi;
  let east = eta;
  ALPHA.forEach((alpha, index) => {
    const k = 2 * (index + 1);
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  const metres = RECTIFYING_M * crs.scale;
  return { eastM: crs.falseEastingM + metres * east, northM: metres * north };
}

function conformalTangent(phi: number): number {
  const eccentricity = Math.sqrt(FLATTENING * (2 - FLATTENING));
  const sigma = Math.sinh(eccentricity * Math.atanh(eccentricity * Math.sin(phi)));
  return Math.tan(phi) * Math.hypot(1, sigma) - sigma * Math.hypot(1, Math.tan(phi));
}
