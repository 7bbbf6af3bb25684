import { expect, test } from "vitest";
import { fromWgs84, type LonLat, toWgs84 } from "../../src/map/datum";

const METRES_PER_DEGREE = 111_320;

/** From the service's own implementation, written independently in Python. */
const SHIFTED: readonly (readonly ["gcj02" | "bd09", LonLat, LonLat])[] = [
  ["gcj02", [121.5272106, 31.1774276], [121.531541859215, 31.17530398364597]],
  ["gcj02", [120.55, 31.85], [120.55428818640455, 31.84790246508833]],
  ["gcj02", [75.99, 39.47], [75.9929556381645, 39.47022749677051]],
  ["gcj02", [126.63, 45.75], [126.6359423904876, 45.751935204908385]],
  ["bd09", [121.5272106, 31.1774276], [121.53801568643858, 31.181328606874466]],
  ["bd09", [120.55, 31.85], [120.56086966172491, 31.853640402856115]],
  ["bd09", [126.63, 45.75], [126.6425031244059, 45.757825658267144]],
];

function metresBetween(a: LonLat, b: LonLat): number {
  const east = (a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(east, a[1] - b[1]) * METRES_PER_DEGREE;
}

test.each(SHIFTED)("%s of %j", (datum, place, shifted) => {
  expect(metresBetween(fromWgs84(place, datum), shifted)).toBeLessThan(1e-5);
});

test.each(["gcj02", "bd09"] as const)(
  "%s there and back is within a millimetre all over the country",
  (datum) => {
    for (let lon = 74; lon <= 134; lon += 3.7) {
      for (let lat = 18.5; lat <= 53; lat += 2.3) {
        const back = toWgs84(fromWgs84([lon, lat], datum), datum);
        expect(metresBetween(back, [lon, lat])).toBeLessThan(0.001);
      }
    }
  },
);

test("CGCS2000 and WGS-84 are not shifted, nor is a place outside the rectangle of GCJ-02", () => {
  expect(fromWgs84([120.55, 31.85], "cgcs2000")).toEqual([120.55, 31.85]);
  expect(toWgs84([120.55, 31.85], "wgs84")).toEqual([120.55, 31.85]);
  expect(fromWgs84([2.35, 48.86], "gcj02")).toEqual([2.35, 48.86]);
});
