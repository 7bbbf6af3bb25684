/** Lengths as people read them. */

/** 350 m below a kilometre, 2.4 km from there on. */
export function distance(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
}
