import { expect, test } from "vitest";
import { arcOf, isClosed, lengthM, vertexAt, vertexCount } from "../../../src/map/partition/arc";
import { areaM2, lineLengthM, ringAreaM2 } from "../../../src/map/partition/areas";
import { labelSpot } from "../../../src/map/partition/label-spot";
import { arcsOf, changed, neighbour } from "../../../src/map/partition/partition";
import { ringsRound } from "../../../src/map/partition/rings";
import { gridOf, mm, row, squares, twoSquares } from "./worlds";

test("an arc is a first place and steps, in integer millimetres and in degrees", () => {
  const arc = arcOf({ left: "a", right: null, mm: [7, 9, 1, -2], e7: [1_200_000_000, 310_000_000, 5, -10] });
  expect([...arc.mm]).toEqual([7, 9, 8, 7]);
  expect([...arc.places]).toEqual([120, 31, 120.0000005, 30.999999]);
  expect(vertexCount(arc)).toBe(2);
  expect(vertexAt(arc, 1)).toEqual([8, 7]);
});

test("lengths and areas are those of the squares drawn", () => {
  const town = twoSquares();
  const [border, west] = arcsOf(town, "a");
  expect(border && lengthM(border)).toBe(100);
  expect(west && lengthM(west)).toBe(300);
  expect([areaM2(town, "a"), areaM2(town, "b")]).toEqual([10_000, 10_000]);
  expect(ringAreaM2([mm(0, 0), mm(30, 0), mm(0, 40)])).toBe(600);
  expect(ringAreaM2([mm(0, 0), mm(30, 0)])).toBe(0);
  expect(lineLengthM([mm(0, 0), mm(30, 0), mm(30, 40)])).toBe(70);
});

test("grids stand in the order of their codes, and know who is across a border", () => {
  const town = twoSquares();
  expect([...town.grids.keys()]).toEqual(["a", "b"]);
  expect(arcsOf(town, "a").map((arc) => neighbour(arc, "a"))).toEqual(["b", null]);
  expect(arcsOf(town, "nowhere")).toEqual([]);
});

test("an answer replaces the arcs of what it touched, and nothing else", () => {
  const town = squares(3, 1);
  const kept = arcsOf(town, "2.0").filter((arc) => neighbour(arc, "2.0") === null);
  const next = changed(town, {
    touched: ["0.0", "1.0"],
    removed: ["1.0"],
    grids: [gridOf("0.0", { households: 200 })],
    arcs: [row("0.0", "2.0", [200, 0], [200, 100]), row("0.0", null, [200, 100], [0, 100], [0, 0], [200, 0])],
  });
  expect([...next.grids.keys()]).toEqual(["0.0", "2.0"]);
  expect(next.grids.get("0.0")?.households).toBe(200);
  expect(areaM2(next, "0.0")).toBe(20_000);
  expect(kept.every((arc) => next.arcs.includes(arc))).toBe(true);
  expect(town.arcs.length).toBe(10);
});

test("the arcs round a grid chain to one ring, its hole to another", () => {
  const town = twoSquares();
  const [ring, ...others] = ringsRound(town.arcs, (code) => code === "a");
  expect(others).toEqual([]);
  expect(ring?.map(({ forward }) => forward)).toEqual([true, true]);
  const lake = arcOf(row("a", null, [10, 10], [10, 20], [20, 20], [10, 10]));
  expect(isClosed(lake)).toBe(true);
  expect(ringsRound([...town.arcs, lake], (code) => code === "a").map((one) => one.length)).toEqual([2, 1]);
});

test("two grids that meet in a point still chain to closed rings", () => {
  const town = squares(2, 2);
  const rings = ringsRound(town.arcs, (code) => code === "0.0" || code === "1.1");
  expect(rings.reduce((sum, ring) => sum + ring.length, 0)).toBe(8);
});

test("a label lies inside its grid, and beside a hole", () => {
  const spot = labelSpot(arcsOf(twoSquares(), "b"));
  const [x0, y0] = mm(0, 0);
  expect(spot?.[0]).toBeCloseTo((x0 + 150_000) / 1e8, 9);
  expect(spot?.[1]).toBeCloseTo((y0 + 50_000) / 1e8, 9);
  expect(labelSpot([])).toBeNull();
});
