import { expect, test } from "vitest";
import { blankRuling, closed, hasPlace, sentOf, sketchOf, withGrid } from "../../src/live/ruling";

const drawn = (...corners: [number, number][]) => ({ ...blankRuling(null), by: "area" as const, corners });

test("a grid that is clicked comes in, and goes when it is clicked again", () => {
  const { rule } = blankRuling("a");
  expect(withGrid(rule, "b").grids).toEqual(["a", "b"]);
  expect(withGrid(withGrid(rule, "b"), "a").grids).toEqual(["b"]);
});

test("areas are closed one after another, and fewer than three corners are none", () => {
  const one = closed(drawn([0, 0], [1, 0], [1, 1]));
  expect(one.rule.area?.coordinates).toEqual([
    [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
  ]);
  expect(one.corners).toEqual([]);
  const two = closed({
    ...one,
    corners: [
      [5, 5],
      [6, 5],
      [6, 6],
    ],
  });
  expect(two.rule.area?.coordinates.length).toBe(2);
  const few = drawn([0, 0], [1, 0]);
  expect(closed(few)).toBe(few);
});

test("only what the form shows is sent, and it has a name", () => {
  const ruling = closed({ ...drawn([0, 0], [1, 0], [1, 1]), rule: blankRuling("a").rule });
  expect(sentOf(ruling)).toMatchObject({ grids: [], name: "进入 自画区域" });
  expect(sentOf({ ...ruling, by: "grids" })).toMatchObject({ grids: ["a"], area: null, name: "进入 a" });
  expect([hasPlace(ruling), hasPlace(drawn([0, 0])), hasPlace(blankRuling(null))]).toEqual([
    true,
    false,
    false,
  ]);
});

test("what is drawn lies on the map: the areas, and the line of the open one", () => {
  expect(sketchOf(null)).toBeNull();
  expect(sketchOf(blankRuling("a"))).toBeNull();
  const open = {
    ...closed(drawn([0, 0], [1, 0], [1, 1])),
    corners: [
      [5, 5],
      [6, 5],
    ] as [number, number][],
  };
  expect(sketchOf(open)).toMatchObject({ geometries: [{ type: "MultiPolygon" }, { type: "LineString" }] });
});
