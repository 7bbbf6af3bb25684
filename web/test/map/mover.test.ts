import { expect, test } from "vitest";
import { freshness, GLIDE_MS, glideAt } from "../../src/map/mover";

test.each([
  [0, "fresh"],
  [119_999, "fresh"],
  [120_000, "late"],
  [599_999, "late"],
  [600_000, "lost"],
])("a fix %d ms old is %s", (ageMs, state) => {
  expect(freshness(ageMs)).toBe(state);
});

test("a glide reaches the newest fix and never goes beyond it", () => {
  const glide = { from: { x: 0, y: 0 }, to: { x: 1, y: -1 }, startMs: 5000 };
  expect(glideAt(glide, 4000)).toEqual({ x: 0, y: 0 });
  expect(glideAt(glide, 5000 + GLIDE_MS / 2)).toEqual({ x: 0.5, y: -0.5 });
  expect(glideAt(glide, 5000 + GLIDE_MS)).toEqual(glide.to);
  expect(glideAt(glide, 1e9)).toEqual(glide.to);
});
