import { expect, test } from "vitest";
import { area, distance, mu } from "../../src/ui/measure";

test("metres below a kilometre, kilometres from there on", () => {
  expect([distance(349.6), distance(999), distance(1000), distance(2449)]).toEqual([
    "350 m",
    "999 m",
    "1.0 km",
    "2.4 km",
  ]);
});

test("square metres below a hectare, hectares, and square kilometres from a hundred on", () => {
  expect([area(849.6), area(9999), area(10_000), area(731_000), area(1_013_000)]).toEqual([
    "850 m²",
    "9999 m²",
    area(10_000),
    area(731_000),
    "1.01 km²",
  ]);
  expect(area(731_000)).toMatch(/^73\.10 /);
  expect(mu(10_000)).toMatch(/^15\.0 /);
});
