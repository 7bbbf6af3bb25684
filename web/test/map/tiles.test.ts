import { expect, test } from "vitest";
import { frameOf, placeAt, tileAt } from "../../src/map/frame";
import { dataZoom, tileAddress, tilesUnder } from "../../src/map/tiles";

const TOWN = [120.55, 31.85] as const;
const tileOfTown = (zoom: number) => {
  const { x, y } = tileAt(TOWN, zoom);
  return { z: zoom, x: Math.floor(x), y: Math.floor(y) };
};

test("data comes from one zoom below, never outside the layer's own", () => {
  const range = { minzoom: 11, maxzoom: 16 };
  expect([10, 11, 12, 14, 17, 19].map((zoom) => dataZoom(zoom, range))).toEqual([null, 11, 11, 13, 16, 16]);
});

test("a template is filled in", () => {
  expect(tileAddress("/t/{z}/{x}/{y}.mvt?a=1", { z: 3, x: 4, y: 5 })).toBe("/t/3/4/5.mvt?a=1");
});

test("places and tiles are inverse to each other", () => {
  const { x, y } = tileAt(TOWN, 15);
  const [lon, lat] = placeAt(x, y, 15);
  expect(lon).toBeCloseTo(TOWN[0], 9);
  expect(lat).toBeCloseTo(TOWN[1], 9);
});

test("without a shift one data tile lies under a map tile, in place", () => {
  const tile = { z: 15, x: 27357, y: 13271 };
  expect(tilesUnder(tile, 13, frameOf("wgs84"))).toEqual([
    {
      dataTile: { z: 13, x: 6839, y: 3317 },
      origin: { x: 6839 * 1024, y: 3317 * 1024 },
      dim: 1024,
      scale: 2,
    },
  ]);
});

test("where the base map is shifted, data lie within a pixel of where the base map shows them", () => {
  const frame = frameOf("gcj02");
  const place = [120.5512, 31.8487] as const;
  const shown = frame.toMap(place);
  for (const zoom of [12, 14, 16, 18]) {
    const on = tileAt([shown.lng, shown.lat], zoom);
    const tile = { z: zoom, x: Math.floor(on.x), y: Math.floor(on.y) };
    const at = tileAt(place, zoom - 1);
    const under = tilesUnder(tile, zoom - 1, frame).find(
      ({ dataTile }) => dataTile.x === Math.floor(at.x) && dataTile.y === Math.floor(at.y),
    );
    expect(under).toBeDefined();
    if (under === undefined) continue;
    expect(Math.abs(under.origin.x + (at.x % 1) * under.dim - on.x * 256)).toBeLessThan(1);
    expect(Math.abs(under.origin.y + (at.y % 1) * under.dim - on.y * 256)).toBeLessThan(1);
  }
});

test("a shifted map tile is covered by the data tiles under it", () => {
  const tile = tileOfTown(16);
  const under = tilesUnder(tile, 15, frameOf("bd09"));
  const left = Math.min(...under.map(({ origin }) => origin.x));
  const right = Math.max(...under.map(({ origin, dim }) => origin.x + dim));
  expect(left).toBeLessThanOrEqual(tile.x * 256 + 1);
  expect(right).toBeGreaterThanOrEqual((tile.x + 1) * 256 - 1);
});
