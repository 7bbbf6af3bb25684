/** Distances on the ground between places, in metres. */

import type { LonLat } from "./datum";

const EARTH_RADIUS_M = 6_371_008.8;

/** Great-circle distance on the mean sphere (haversine): within 0.6 % of the ellipsoid's. */
export function groundDistanceM([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const radians = Math.PI / 180;
  const dLat = Math.sin(((lat2 - lat1) * radians) / 2);
  const dLon = Math.sin(((lon2 - lon1) * radians) / 2);
  const h = dLat ** 2 + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * dLon ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
