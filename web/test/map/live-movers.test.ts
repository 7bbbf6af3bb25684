import { expect, test } from "vitest";
import { LiveMovers } from "../../src/map/live-movers";
import { positionOf } from "../worlds";

const LOOK = { name: "Li Example", squad: "1" };
const NOW = 1_000_000;
const opened = (still = false) =>
  new LiveMovers(
    ([x, y]) => ({ x, y }),
    () => NOW,
    still,
  );

test("somebody glides from fix to fix, and stands where he was heard first", () => {
  const movers = opened();
  movers.take(positionOf({ person: 1, atMs: NOW - 11_000, lon: 0, lat: 0 }), LOOK, 0);
  expect(movers.frame(0, true)).toMatchObject({
    movers: [{ id: 1, x: 0, name: "Li Example" }],
    moving: false,
  });
  movers.take(positionOf({ person: 1, atMs: NOW - 1000, lon: 9, lat: 0 }), LOOK, 5000);
  expect(movers.frame(5300, true).movers[0]?.x).toBeCloseTo(3);
  expect(movers.frame(5300, true).moving).toBe(true);
  expect(movers.frame(5300, false)).toMatchObject({ movers: [{ x: 9 }], moving: false });
  expect(movers.frame(7000, true)).toMatchObject({ movers: [{ x: 9 }], moving: false });
});

test("who wants no motion gets none, and over a long silence nobody glides", () => {
  for (const [movers, silence] of [
    [opened(true), 10_000],
    [opened(), 11 * 60_000],
  ] as const) {
    movers.take(positionOf({ atMs: NOW - silence, lon: 0 }), LOOK, 0);
    movers.take(positionOf({ atMs: NOW, lon: 9 }), LOOK, 5000);
    expect(movers.frame(5001, true)).toMatchObject({ movers: [{ x: 9 }], moving: false });
  }
});

test("the tail reaches back as far as asked, and says where nothing is known", () => {
  const movers = opened();
  for (const [agoMin, lon] of [
    [40, 1],
    [14, 2],
    [13, 3],
    [0, 4],
  ] as const) {
    movers.take(positionOf({ person: 5, atMs: NOW - agoMin * 60_000, lon }), LOOK, 0);
  }
  movers.tailMs = 15 * 60_000;
  expect(movers.tails(5)[0]?.spots.map(({ x, gap }) => [x, gap])).toEqual([
    [2, true],
    [3, false],
    [4, true],
    [4, false],
  ]);
  expect(movers.tails(null)).toEqual([]);
});

test("a filter hides, also who comes later, and who left is gone", () => {
  const movers = opened();
  movers.take(positionOf({ person: 1 }), LOOK, 0);
  movers.filter(({ person }) => person === 2);
  movers.take(positionOf({ person: 2 }), LOOK, 0);
  movers.take(positionOf({ person: 3 }), LOOK, 0);
  expect(movers.frame(0, true).movers.map(({ id }) => id)).toEqual([2]);
  movers.remove(2);
  expect(movers.frame(0, true).movers).toEqual([]);
});
