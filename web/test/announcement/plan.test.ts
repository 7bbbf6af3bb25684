import { describe, expect, it } from "vitest";
import { planOf } from "../../src/announcement/plan";
import type { Ring, ShownGrid } from "../../src/api/announcement";

const SQUARE: Ring = [
  [120, 60],
  [120.02, 60],
  [120.02, 60.01],
  [120, 60.01],
  [120, 60],
];
const GRID: ShownGrid = { code: "1", name: "", village: "", fate: "new", before: [], after: [SQUARE] };

describe("the plan of a coarse map", () => {
  it("is as wide as it is high where a degree of longitude is half as long", () => {
    const plan = planOf({ grids: [GRID], around: [] });
    expect(plan?.width).toBeCloseTo(plan?.height ?? 0, 0);
  });

  it("finds the place again under a point", () => {
    const plan = planOf({ grids: [GRID], around: [] });
    const spot = { lon: 120.013, lat: 60.004 };
    const [x, y] = plan?.pointOf(spot) ?? [0, 0];
    expect(plan?.spotAt(x, y).lon).toBeCloseTo(spot.lon, 9);
    expect(plan?.spotAt(x, y).lat).toBeCloseTo(spot.lat, 9);
  });

  it("shows the whole town where nothing changes, and nothing where there is none", () => {
    expect(planOf({ grids: [], around: [SQUARE] })).not.toBeNull();
    expect(planOf({ grids: [], around: [] })).toBeNull();
  });
});
