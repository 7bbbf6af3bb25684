import { expect, test } from "vitest";
import { frameOf } from "../../src/map/frame";

test("a click on a shifted base map comes back to the place of the world that was shown there", () => {
  const frame = frameOf("gcj02");
  const [lon, lat] = frame.toWorld(frame.toMap([120.55, 31.85]));
  expect(frame.shifted).toBe(true);
  expect(lon).toBeCloseTo(120.55, 8);
  expect(lat).toBeCloseTo(31.85, 8);
});

test("a box keeps its corners", () => {
  const box = frameOf("cgcs2000").boxToMap([120, 31, 121, 32]);
  expect(box.toBBoxString()).toBe("120,31,121,32");
});
