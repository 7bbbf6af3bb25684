/** The order of the table's rows. */

import { type Row, type State, THINGS } from "../api/coverage";

export const KEYS = [
  "code",
  "state",
  "covered",
  "unknown",
  "effort",
  "visits",
  "minutes",
  "metres",
  "last_visit",
  "days_since",
  ...THINGS,
] as const;
export type SortKey = (typeof KEYS)[number];
export type Sorting = { readonly key: SortKey; readonly down: boolean };

/** What is worst comes first. */
const RANK: Readonly<Record<State, number>> = { not_covered: 0, unknown: 1, covered: 2 };

/** Rows of one value stay in order of their codes. */
export function sorted(rows: readonly Row[], { key, down }: Sorting): readonly Row[] {
  const sign = down ? -1 : 1;
  return [...rows].sort(
    (a, b) => sign * compare(fieldOf(a, key), fieldOf(b, key)) || compare(a.code, b.code),
  );
}

/** A second press on the same head turns the order round; figures begin with the largest. */
export function pressed(before: Sorting, key: SortKey): Sorting {
  if (before.key === key) return { key, down: !before.down };
  return { key, down: key !== "code" && key !== "state" };
}

function fieldOf(row: Row, key: SortKey): string | number {
  if (key === "state") return RANK[row.state];
  if (key === "roads" || key === "enterprises" || key === "components") return row[key]?.covered ?? -1;
  // whoever was never visited waits longest
  if (key === "days_since") return row.days_since ?? Number.POSITIVE_INFINITY;
  return row[key] ?? "";
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
