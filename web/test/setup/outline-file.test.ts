import { expect, test } from "vitest";
import { pictureOf, pointFrom, sentFile } from "../../src/setup/outline-file";

test("a file is sent under its name with its bytes as base 64", async () => {
  const file = new File(["abc"], "镇界.geojson");
  expect(await sentFile(file)).toEqual({ name: "镇界.geojson", content: "YWJj" });
});

test("a square on the equator is drawn as a square, north up", () => {
  const ring: [number, number][] = [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 0],
  ];
  const outline = {
    areas: 1,
    bounds: [0, -2, 2, 2] as const,
    middle: [1, 0] as const,
    area_m2: 1,
    reference: "EPSG:4326",
    remarks: [],
    proposed: { epsg: 32631, name: "" },
    picture: [[ring]],
  };
  expect(pictureOf(outline, 100)).toEqual({
    width: 50,
    height: 100,
    path: "M0.0 50.0L50.0 50.0L50.0 0.0L0.0 50.0Z",
  });
});

test.each([
  ["120.34, 31.75", { lon: 120.34, lat: 31.75 }],
  ["-87.65，41.85", { lon: -87.65, lat: 41.85 }],
  ["31.75 120.34", null],
  ["120.34", null],
  ["1 2 3", null],
  ["a, b", null],
])("%s as a point", (text, point) => {
  expect(pointFrom(text)).toEqual(point);
});
