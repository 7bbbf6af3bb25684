import { expect, test } from "vitest";
import type { Member, Month } from "../../src/api/roster";
import {
  cellsOf,
  cellsWith,
  chosenIn,
  chosenOf,
  contentOf,
  monthBeside,
  stepped,
} from "../../src/roster/cells";
import { shownOf } from "../../src/roster/page";
import { shiftOfKey } from "../../src/roster/palette";
import { signOf, weekday, wordsOf } from "../../src/roster/words";

const ZONE = "Asia/Shanghai";
const person = (id: number, squad: string | null = null): Member => ({
  id,
  number: `00${id}`,
  name: `人${id}`,
  squad,
});
const days = ["2026-11-01", "2026-11-02", "2026-11-03"].map((day) => ({ day, works: true, name: "" }));
const entry = {
  id: 1,
  person: 1,
  day: "2026-11-02",
  kind: "roster" as const,
  shift: "夜",
  instead_of: null,
  begin: "2026-11-02T14:00:00Z",
  end: "2026-11-02T22:00:00Z",
  minutes: 450,
};
const month: Month = {
  days,
  shifts: [],
  people: [person(1, "1"), person(2)],
  entries: [entry, { ...entry, id: 2, kind: "overtime", shift: null, instead_of: null }],
  absences: [
    // from noon on the first until midnight before the third
    { id: 1, person: 2, begin: "2026-11-01T04:00:00Z", end: "2026-11-02T16:00:00Z", kind: "sick" },
  ],
};

test("a shift stands in the day it was entered for, an absence in each day it touches", () => {
  const cells = cellsOf(month, ZONE);
  expect(contentOf(cells, 1, "2026-11-02").entries.map(({ id }) => id)).toEqual([1, 2]);
  expect(contentOf(cells, 1, "2026-11-03").entries).toEqual([]);
  const away = days.map(({ day }) => contentOf(cells, 2, day).absences.length);
  expect(away).toEqual([1, 1, 0]);
});

test("a cell is a sign or two, and a line tells it whole", () => {
  const cells = cellsOf(month, ZONE);
  expect(signOf(contentOf(cells, 1, "2026-11-02"), ZONE)).toBe("夜 加");
  expect(signOf(contentOf(cells, 2, "2026-11-02"), ZONE)).toBe("假");
  expect(wordsOf({ ...entry, instead_of: "002" }, ZONE)).toBe("夜 22:00–06:00、在岗 7.5 小时、替 002");
  expect(signOf({ entries: [{ ...entry, shift: null }], absences: [] }, ZONE)).toBe("22–06");
  expect(weekday("2026-11-02")).toBe("一");
});

test("what is chosen is the rectangle between two corners, and days that are over are left out", () => {
  const choice = { anchor: { row: 1, column: 2 }, head: { row: 0, column: 1 } };
  expect([0, 1, 2].map((row) => chosenIn(choice, row))).toEqual([[1, 2], [1, 2], null]);
  const chosen = chosenOf(choice, month.people, month);
  expect(chosen.days).toEqual(["2026-11-02", "2026-11-03"]);
  expect(cellsWith("早", chosen.people, chosen.days, "2026-11-03")).toEqual([
    { person: 1, day: "2026-11-03", shift: "早" },
    { person: 2, day: "2026-11-03", shift: "早" },
  ]);
});

test("keys walk within the table and stand for shifts", () => {
  const at = { row: 0, column: 2 };
  expect(stepped("ArrowUp", at, 2, 3)).toEqual(at);
  expect(stepped("ArrowRight", at, 2, 3)).toEqual(at);
  expect(stepped("Home", at, 2, 3)).toEqual({ row: 0, column: 0 });
  expect(stepped("PageDown", at, 2, 3)).toEqual({ row: 1, column: 2 });
  expect(stepped("x", at, 2, 3)).toBeNull();
  expect(["1", "2", "0", "Delete", "a"].map((key) => shiftOfKey(key, ["早"]))).toEqual([
    "早",
    undefined,
    null,
    null,
    undefined,
  ]);
});

test("months follow each other over the year's end, and people are found by squad and name", () => {
  expect([monthBeside("2026-12", 1), monthBeside("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
  expect(shownOf(month.people, "1", "").map(({ id }) => id)).toEqual([1]);
  expect(shownOf(month.people, "", "002").map(({ id }) => id)).toEqual([2]);
});
