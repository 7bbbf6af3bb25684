import { expect, test } from "vitest";
import { LONGEST_TAIL, TailRing } from "../../src/map/tail-ring";

const spot = (x: number, gap = false) => ({ x, y: -x, gap });

test("a place is kept every ten seconds, and told from a moment on, the oldest first", () => {
  const ring = new TailRing();
  expect(ring.since(0)).toEqual([]);
  ring.take(1_000, spot(1, true));
  ring.take(10_999, spot(2));
  ring.take(11_000, spot(3));
  ring.take(500, spot(4));
  ring.take(40_000, spot(5));
  expect(ring.since(0)).toEqual([spot(1, true), spot(3), spot(5)]);
  expect(ring.since(11_000)).toEqual([spot(3), spot(5)]);
  expect(ring.since(40_001)).toEqual([]);
});

test("the oldest make room, and those that stay keep their order, as a plain list would", () => {
  const ring = new TailRing();
  const all = Array.from({ length: 3 * LONGEST_TAIL + 7 }, (_, n) => ({
    at: n * 10_000,
    ...spot(n, n % 5 === 0),
  }));
  for (const { at, ...one } of all) ring.take(at, one);
  const left = all.slice(-LONGEST_TAIL);
  expect(ring.since(0)).toEqual(left.map(({ x, y, gap }) => ({ x, y, gap })));
  const half = left[LONGEST_TAIL / 2]?.at ?? 0;
  expect(ring.since(half)).toHaveLength(LONGEST_TAIL / 2);
});
