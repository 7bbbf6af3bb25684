import { describe, expect, it } from "vitest";
import { outlinesOf } from "../../src/me/boundary-picture";

const SQUARE = [
  [
    [
      [120, 0],
      [120.01, 0],
      [120.01, 0.01],
      [120, 0.01],
      [120, 0],
    ],
  ],
] as const;

describe("the picture of a grid that changes", () => {
  it("fills its square but for a margin, north up", () => {
    const outlines = outlinesOf({ before: [], after: SQUARE });
    expect(outlines?.after).toBe("M16.0 304.0L304.0 304.0L304.0 16.0L16.0 16.0L16.0 304.0Z");
    expect(outlines?.before).toBe("");
  });

  it("is none where a grid has no outline", () => {
    expect(outlinesOf({ before: [], after: [] })).toBeNull();
  });
});
