import Point from "@mapbox/point-geometry";
import { expect, test } from "vitest";
import { stretchesAt, widestLevelLine } from "../../src/map/level-lines";

const ring = (...corners: readonly (readonly [number, number])[]) => corners.map(([x, y]) => new Point(x, y));

test("in a square the words stand in the middle", () => {
  const square = ring([0, 0], [10, 0], [10, 10], [0, 10], [0, 0]);
  expect(widestLevelLine([square])).toEqual({ middle: { x: 5, y: 5 }, length: 10, room: 10 });
});

test("in a U they stand in one of its arms or in its foot, never in the gap", () => {
  const u = ring([0, 0], [4, 0], [4, 8], [16, 8], [16, 0], [20, 0], [20, 20], [0, 20], [0, 0]);
  expect(widestLevelLine([u])).toMatchObject({ middle: { x: 10 }, length: 20 });
});

test("a hole is left out", () => {
  const outer = ring([0, 0], [20, 0], [20, 10], [0, 10], [0, 0]);
  const hole = ring([4, 1], [8, 1], [8, 9], [4, 9], [4, 1]);
  expect(widestLevelLine([outer, hole])).toMatchObject({ middle: { x: 14, y: 5 }, length: 12 });
});

test("nothing is found in a line without area", () => {
  expect(widestLevelLine([ring([0, 3], [9, 3], [0, 3])])).toBeNull();
});

test("a level line meets both arms of a U", () => {
  const u = ring([0, 0], [4, 0], [4, 8], [16, 8], [16, 0], [20, 0], [20, 20], [0, 20], [0, 0]);
  expect(stretchesAt([u], 5)).toEqual([
    { from: 0, to: 4 },
    { from: 16, to: 20 },
  ]);
});
