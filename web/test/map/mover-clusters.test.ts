import { expect, test } from "vitest";
import { clustersOf } from "../../src/map/mover-clusters";
import { moverOf } from "../worlds";

// at zoom 10 a cell of 64 pixels is 2 ** -12 of the map's side
const CELL = 2 ** -12;
const at = (id: number, x: number, y: number) => moverOf({ id, x: x * CELL, y: y * CELL });

test("who shares a cell of the ground shares a circle, in the middle of its members", () => {
  const found = clustersOf([at(1, 10.2, 5.2), at(2, 10.8, 5.4), at(3, 11.1, 5.2)], 10);
  expect(found.map(({ members }) => members.map(({ id }) => id))).toEqual([[1, 2], [3]]);
  expect(found[0]?.x).toBeCloseTo(10.5 * CELL, 12);
  expect(found[0]?.y).toBeCloseTo(5.3 * CELL, 12);
});

test("one zoom further in the cells are half as wide", () => {
  expect(clustersOf([at(1, 10.2, 5.2), at(2, 10.8, 5.4)], 11).length).toBe(2);
});
