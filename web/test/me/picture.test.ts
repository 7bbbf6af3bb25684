import { expect, test } from "vitest";
import { pictureOf, SIDE } from "../../src/me/picture";

const feature = (type: string, coordinates: unknown) => ({
  geometry: { type, coordinates },
  properties: { kind: "track" },
});
const EAST = [
  [120, 30],
  [120.01, 30],
];

test("a line to the east lies level and fills the width", () => {
  const picture = pictureOf({ features: [feature("MultiLineString", [EAST])] });
  expect(picture?.lines).toEqual([`24,${SIDE / 2} ${SIDE - 24},${SIDE / 2}`]);
  // 964 m over 272 pixels: the longest bar within a third of the side is 200 m
  expect(picture?.barM).toBe(200);
  expect(picture?.barPx).toBeCloseTo((272 / 964) * 200, 0);
});

test("no line leads from part to part, and a lone point is a point", () => {
  const far = [[120, 30.001]];
  const picture = pictureOf({
    features: [feature("MultiLineString", [EAST, EAST]), feature("MultiPoint", far)],
  });
  expect(picture?.lines).toHaveLength(2);
  expect(picture?.points).toHaveLength(1);
});

test("somebody who stood still is in the middle, and nobody has no picture", () => {
  const still = pictureOf({ features: [feature("MultiPoint", [[120, 30]])] });
  expect(still?.points).toEqual([[SIDE / 2, SIDE / 2]]);
  expect(still?.barM).toBe(10);
  expect(pictureOf({ features: [] })).toBeNull();
});
