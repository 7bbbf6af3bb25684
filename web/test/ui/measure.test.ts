import { expect, test } from "vitest";
import { distance } from "../../src/ui/measure";

test("metres below a kilometre, kilometres from there on", () => {
  expect([distance(349.6), distance(999), distance(1000), distance(2449)]).toEqual([
    "350 m",
    "999 m",
    "1.0 km",
    "2.4 km",
  ]);
});
