import { expect, test } from "vitest";
import { calendarPeriod, daysOf, monthBeside, monthPeriod } from "../../src/inspector/period";

test("a month ends with the last day that is over", () => {
  expect(monthPeriod("2026-11", "2026-11-29")).toEqual({ from: "2026-11-01", to: "2026-11-29" });
  expect(monthPeriod("2026-10", "2026-11-29")).toEqual({ from: "2026-10-01", to: "2026-10-31" });
  expect(monthPeriod("2024-02", "2026-11-29").to).toBe("2024-02-29");
});

test("months lie beside each other across the year", () => {
  expect(monthBeside("2026-01", -1)).toBe("2025-12");
  expect(monthBeside("2026-12", 1)).toBe("2027-01");
});

test("a calendar holds the last days of a long period", () => {
  const year = { from: "2026-01-01", to: "2026-12-31" };
  const days = daysOf(calendarPeriod(year));
  expect([days.length, days[0], days[61]]).toEqual([62, "2026-10-31", "2026-12-31"]);
  expect(calendarPeriod({ from: "2026-12-30", to: "2026-12-31" }).from).toBe("2026-12-30");
});
