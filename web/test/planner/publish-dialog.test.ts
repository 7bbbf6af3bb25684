import { expect, test } from "vitest";
import { firstOfNextMonth } from "../../src/planner/publish-dialog";

test("the day proposed is the first of the next month, over the turn of the year too", () => {
  expect(["2026-11-30", "2026-12-01", "2028-01-31"].map(firstOfNextMonth)).toEqual([
    "2026-12-01",
    "2027-01-01",
    "2028-02-01",
  ]);
});
