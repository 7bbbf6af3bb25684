import { expect, test } from "vitest";
import { gridAt, nearestBorder, nearestVertex, snapped } from "../../../src/map/partition/find";
import { planeOf } from "../../../src/map/partition/plane";
import { dice, mm, squares, twoSquares } from "./worlds";

test("a place is in the square round it, and outside the town in none", () => {
  const town = squares(7, 5);
  const roll = dice(4);
  for (let i = 0; i < 500; i++) {
    const [east, north] = [roll() * 900 - 100, roll() * 700 - 100];
    const [x, y] = [Math.floor(east / 100), Math.floor(north / 100)];
    const inside = x >= 0 && x < 7 && y >= 0 && y < 5;
    expect(gridAt(town, mm(east, north))).toBe(inside ? `${x}.${y}` : null);
  }
});

test("the nearest border is found within reach, with the segment and the foot on it", () => {
  const { arcs } = twoSquares();
  const found = nearestBorder(arcs, mm(97, 70), 5000);
  expect([found?.arc.left, found?.arc.right]).toEqual(["a", "b"]);
  expect([found?.segment, found?.at, found?.awayMm]).toEqual([1, mm(100, 70), 3000]);
  expect(nearestBorder(arcs, mm(97, 70), 2000)).toBeNull();
});

test("a drawn point lies on a vertex sooner than on a border, and is free out of reach", () => {
  const { arcs } = twoSquares();
  expect(snapped(arcs, mm(98, 47), 4000)).toEqual({ at: mm(100, 50), on: "vertex" });
  expect(snapped(arcs, mm(98, 40), 4000)).toEqual({ at: mm(100, 40), on: "border" });
  expect(snapped(arcs, mm(50, 50), 4000)).toEqual({ at: mm(50, 50), on: "nothing" });
  expect(nearestVertex(arcs, mm(98, 47), 4000)?.index).toBe(1);
});

test("a plane leads to millimetres and back, by formula and through three vertices", () => {
  const exact = planeOf(4549, []);
  const [lon, lat] = exact.toPlace(exact.toMm([120.3435, 31.7538]));
  expect(lon).toBeCloseTo(120.3435, 8);
  expect(lat).toBeCloseTo(31.7538, 8);
  const affine = planeOf(2154, twoSquares().arcs);
  const there = affine.toPlace(mm(150, 20));
  expect(affine.toMm(there)[0]).toBeCloseTo(mm(150, 20)[0], 0);
  expect(there[0]).toBeCloseTo(mm(150, 20)[0] / 1e8, 8);
});
