/** Where the outlines of a grid, before and after, lie in a square picture, north up. */

import type { GridChange, Rings } from "../api/boundary-messages";

export const WIDE = 320;
const MARGIN = 16;
const LEAST_DEGREES = 1e-5;

/** Both outlines as paths, or null where there is neither. */
export function outlinesOf({ before, after }: Pick<GridChange, "before" | "after">) {
  const places = [...before, ...after].flat(2);
  if (places.length === 0) return null;
  const [west, east] = ends(places.map(([lon]) => lon));
  const [south, north] = ends(places.map(([, lat]) => lat));
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (WIDE - 2 * MARGIN) / Math.max((east - west) * narrow, north - south, LEAST_DEGREES);
  const put = ([lon, lat]: readonly [number, number]) => {
    const x = WIDE / 2 + (lon - (west + east) / 2) * narrow * scale;
    const y = WIDE / 2 - (lat - (south + north) / 2) * scale;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const path = (shape: readonly Rings[]) =>
    shape
      .flat()
      .map((ring) => `M${ring.map(put).join("L")}Z`)
      .join("");
  return { before: path(before), after: path(after) };
}

function ends(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
