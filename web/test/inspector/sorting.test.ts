import { expect, test } from "vitest";
import type { Row } from "../../src/api/coverage";
import { pressed, sorted } from "../../src/inspector/sorting";

function row(code: string, more: Partial<Row>): Row {
  const shares = { area_m2: 1, covered: 0, unknown: 0, not_covered: 1, off: 0, effort: 0 };
  const stays = { visits: 0, minutes: 0, metres: 0, last_visit: null, days_since: null };
  const things = { roads: null, enterprises: null, components: null };
  return { code, name: code, ...shares, ...stays, ...things, state: "not_covered", cause: null, ...more };
}

const ROWS = [
  row("1", { state: "covered", covered: 0.5, last_visit: "2026-11-02T00:00:00Z" }),
  row("2", { state: "unknown" }),
  row("3", { covered: 0.1 }),
  row("4", { state: "covered", covered: 0.5, last_visit: "2026-11-03T00:00:00Z" }),
];
const codes = (rows: readonly Row[]) => rows.map(({ code }) => code).join("");

test("rows of one value stay in order of their codes, whichever way", () => {
  expect(codes(sorted(ROWS, { key: "covered", down: true }))).toBe("1432");
  expect(codes(sorted(ROWS, { key: "covered", down: false }))).toBe("2314");
});

test("the worst state comes first, and who was never visited before the rest", () => {
  expect(codes(sorted(ROWS, { key: "state", down: false }))).toBe("3214");
  expect(codes(sorted(ROWS, { key: "last_visit", down: false }))).toBe("2314");
});

test("who waits longest, or was never visited, comes first by days since the last visit", () => {
  const rows = [row("1", { days_since: 2 }), row("2", {}), row("3", { days_since: 9 })];
  expect(codes(sorted(rows, { key: "days_since", down: true }))).toBe("231");
});

test("roads are in order of the share that was passed, and where there are none comes last", () => {
  const part = { total: 1, unknown: 0, not_covered: 0, off: 0, state: "covered", cause: null } as const;
  const rows = [
    row("1", {}),
    row("2", { roads: { ...part, covered: 0 } }),
    row("3", { roads: { ...part, covered: 1 } }),
  ];
  expect(codes(sorted(rows, { key: "roads", down: true }))).toBe("321");
});

test("a second press turns the order round", () => {
  const first = pressed({ key: "code", down: false }, "minutes");
  expect(first).toEqual({ key: "minutes", down: true });
  expect(pressed(first, "minutes")).toEqual({ key: "minutes", down: false });
  expect(pressed(first, "state")).toEqual({ key: "state", down: false });
});
