import { afterEach, expect, test, vi } from "vitest";
import type { LonLat } from "../../src/map/datum";
import { editInHand } from "../../src/planner/finish";
import {
  backOut,
  dragTo,
  hoverAt,
  isMovable,
  lacksGrids,
  nudge,
  pointAt,
  removeLastPoint,
  startInsert,
  stepVertex,
  takeTool,
} from "../../src/planner/gestures";
import { mm } from "../map/partition/worlds";
import { plannerOf } from "./planners";

/** Where a point so many metres east and north lies in the squares' own degrees. */
const at = (eastM: number, northM: number): LonLat => {
  const [x, y] = mm(eastM, northM);
  return [x / 1e8, y / 1e8];
};
const near = (place: LonLat | undefined, [lon, lat]: LonLat) => {
  expect(place?.[0]).toBeCloseTo(lon, 9);
  expect(place?.[1]).toBeCloseTo(lat, 9);
};

afterEach(() => vi.unstubAllGlobals());

test("a click near a border takes it in hand, one inside a grid chooses the grid", () => {
  const planner = plannerOf();
  pointAt(planner, at(97, 60), false);
  expect([planner.border.value?.left, planner.border.value?.right]).toEqual(["a", "b"]);
  pointAt(planner, at(50, 50), false);
  expect([planner.border.value, planner.chosen.value]).toEqual([null, ["a"]]);
  pointAt(planner, at(150, 50), true);
  expect(planner.chosen.value).toEqual(["a", "b"]);
  pointAt(planner, at(150, 50), true);
  expect(planner.chosen.value).toEqual(["a"]);
  pointAt(planner, at(500, 50), false);
  expect(planner.chosen.value).toEqual([]);
});

test("a drawn line lies on vertices and borders near it, and says no place twice", () => {
  const planner = plannerOf();
  takeTool(planner, "split");
  pointAt(planner, at(96, 52), false);
  pointAt(planner, at(97, 53), false);
  pointAt(planner, at(103, 80), false);
  pointAt(planner, at(150, 50), false);
  const [vertex, border, free, ...others] = planner.line.value;
  near(vertex, at(100, 50));
  near(border, at(100, 80));
  near(free, at(150, 50));
  expect(others).toEqual([]);
  hoverAt(planner, at(103, 80));
  expect(planner.cursor.value?.on).toBe("border");
  expect(removeLastPoint(planner)).toBe(true);
  expect(planner.line.value).toHaveLength(2);
});

test("each tool makes its edit once it has enough", () => {
  const planner = plannerOf();
  const line = [at(-10, 30), at(50, 30), at(90, 30)];
  takeTool(planner, "split");
  planner.line.value = line.slice(0, 1);
  expect(editInHand(planner)).toBeNull();
  planner.line.value = line;
  expect(editInHand(planner)).toEqual({ kind: "split", code: "a", line });
  planner.chosen.value = ["b"];
  expect(editInHand(planner)).toEqual({ kind: "split", code: "b", line });
  takeTool(planner, "merge");
  expect(editInHand(planner)).toBeNull();
  planner.chosen.value = ["a", "b"];
  expect(editInHand(planner)).toEqual({ kind: "merge", codes: ["a", "b"], keep: null });
  takeTool(planner, "reshape");
  planner.line.value = line;
  expect(editInHand(planner)).toEqual({ kind: "reshape", codes: ["a", "b"], line });
  takeTool(planner, "transfer");
  expect(lacksGrids(planner)).toBe(false);
  planner.line.value = line.slice(0, 2);
  expect(editInHand(planner)).toBeNull();
  planner.line.value = line;
  expect(editInHand(planner)).toEqual({ kind: "transfer", from: "a", to: "b", ring: line });
});

test("a border follows a road once both are chosen", () => {
  const planner = plannerOf();
  takeTool(planner, "snap");
  pointAt(planner, at(97, 60), false);
  expect([planner.tool.value, planner.border.value?.left, isMovable(planner)]).toEqual(["snap", "a", false]);
  expect(editInHand(planner)).toBeNull();
  planner.guide.value = [at(102, 0), at(102, 100)];
  expect(editInHand(planner)).toEqual({
    kind: "snap",
    codes: ["a", "b"],
    line: [at(102, 0), at(102, 100)],
    within_m: 15,
  });
});

test("steps move a vertex by metres, and going back forgets them one thing at a time", () => {
  const planner = plannerOf();
  expect(nudge(planner, 1, 0)).toBe(false);
  pointAt(planner, at(97, 60), false);
  expect(stepVertex(planner, 1)).toBe(true);
  expect(stepVertex(planner, 1)).toBe(true);
  expect(planner.vertex.value).toBe(1);
  nudge(planner, 1, 0);
  nudge(planner, 0, -0.1);
  expect(planner.pending.value).toMatchObject({ kind: "move", at: mm(100, 50), to: { mm: mm(101, 49.9) } });
  expect(planner.estimates.value.map(({ code }) => code)).toEqual(["a", "b"]);
  expect(stepVertex(planner, 1)).toBe(false);
  backOut(planner);
  expect([planner.pending.value, planner.vertex.value]).toEqual([null, 1]);
  backOut(planner);
  expect([planner.vertex.value, planner.border.value?.left]).toEqual([null, "a"]);
  backOut(planner);
  expect(planner.border.value).toBeNull();
});

test("a middle that is dragged becomes a vertex; the outline and a draft in review stay", () => {
  const planner = plannerOf();
  pointAt(planner, at(97, 60), false);
  dragTo(planner, { kind: "middle", index: 0, x: 0, y: 0 }, at(110, 20));
  expect(planner.pending.value).toMatchObject({ kind: "insert", between: [mm(100, 0), mm(100, 50)] });
  backOut(planner);
  startInsert(planner, 1);
  expect(planner.pending.value).toMatchObject({ kind: "insert", to: { mm: mm(100, 75) } });
  pointAt(planner, at(0, 50), false);
  expect([planner.border.value?.right, isMovable(planner)]).toEqual([null, false]);
  const read = plannerOf({ status: "in_review" });
  pointAt(read, at(97, 60), false);
  expect([read.border.value?.left, isMovable(read)]).toEqual(["a", false]);
});
