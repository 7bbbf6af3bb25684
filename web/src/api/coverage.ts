/** What was patrolled: rows of a period, one grid day by day, and the proof sheet of a grid and day. */

import { ask, queryString } from "./client";
import type { Why } from "./purposes";

export type By = "grid" | "village" | "squad";
export type State = "covered" | "not_covered" | "unknown";
export type Cause =
  | "excused"
  | "post_vacant"
  | "not_rostered"
  | "on_duty_elsewhere"
  | "too_little"
  | "no_signal"
  | "poor_accuracy"
  | "doubtful"
  | "expired"
  | "no_post";

/** How much of a total was passed: metres of roads, or things by number. */
export type Part = {
  readonly total: number;
  readonly covered: number;
  readonly unknown: number;
  readonly not_covered: number;
  readonly off: number;
  readonly state: State;
  readonly cause: Cause | null;
};

export type Row = {
  readonly code: string;
  readonly name: string;
  readonly area_m2: number;
  readonly covered: number;
  readonly unknown: number;
  readonly not_covered: number;
  readonly off: number;
  readonly effort: number;
  readonly visits: number;
  readonly minutes: number;
  readonly metres: number;
  readonly last_visit: string | null;
  readonly state: State;
  readonly cause: Cause | null;
  readonly days_since: number | null;
  readonly roads: Part | null;
  readonly enterprises: Part | null;
  readonly components: Part | null;
};

export const THINGS = ["roads", "enterprises", "components"] as const;

export type DayRow = { readonly day: string; readonly row: Row };
export type Span = { readonly begin: string; readonly end: string };

/** A time on duty of which nobody knows the way, and why. */
export type Silence = Span & {
  readonly before: boolean;
  readonly after: boolean;
  readonly why: Extract<Cause, "no_signal" | "poor_accuracy" | "doubtful">;
};

export type Witness = {
  readonly person: number;
  readonly number: string;
  readonly name: string;
  readonly squad: string | null;
  readonly posts: readonly string[];
  readonly duties: readonly Span[];
  readonly silences: readonly Silence[];
  readonly fixes: number | null;
  readonly used: number | null;
  readonly flagged: Readonly<Record<string, number>>;
  readonly kept: boolean;
};

export type Been = {
  readonly person: number;
  readonly enter: string;
  readonly leave: string;
  readonly minutes: number;
  readonly metres: number;
  readonly entered: boolean;
  readonly left: boolean;
  readonly counts: boolean;
};

export type Happened = {
  readonly number: string;
  readonly title: string;
  readonly category: string;
  readonly severity: 1 | 2 | 3;
  readonly source: string;
  readonly reported_at: string;
};

export type Proof = {
  readonly grid: string;
  readonly name: string;
  readonly day: string;
  readonly edition: number;
  readonly begin: string;
  readonly end: string;
  readonly row: Row;
  readonly people: readonly Witness[];
  readonly visits: readonly Been[];
  readonly others: number;
  readonly events: readonly Happened[] | null;
};

/** One person: shares of the ground that he is posted to; no state where he is posted to none. */
export type PersonRow = {
  readonly person: number;
  readonly number: string;
  readonly name: string;
  readonly squad: string | null;
  readonly duty_minutes: number;
  readonly silent_minutes: number;
  readonly covered: number;
  readonly unknown: number;
  readonly not_covered: number;
  readonly off: number;
  readonly visits: number;
  readonly minutes: number;
  readonly metres: number;
  readonly state: State | null;
  readonly cause: Cause | null;
};

/** People by name; `ranked` tells whether the town puts them in order of their figures. */
export type PeopleRows = { readonly rows: readonly PersonRow[]; readonly ranked: boolean };

export type Period = { readonly from: string; readonly to: string };
export type Question = Period & { readonly by: By; readonly squad: string };

const COVERAGE = "/api/coverage";

export async function getCoverage(of: Question, signal: AbortSignal): Promise<readonly Row[]> {
  return (await ask<{ rows: Row[] }>(COVERAGE + queryOf(of), { signal })).rows;
}

export async function getDays(grid: string, of: Period, signal: AbortSignal): Promise<readonly DayRow[]> {
  const query = queryString({ from: of.from, to: of.to });
  return (await ask<{ rows: DayRow[] }>(`${COVERAGE}/${grid}/calendar${query}`, { signal })).rows;
}

/** Read a proof sheet; the service keeps a record of it. */
export function getProof(grid: string, day: string, { purpose, reference }: Why): Promise<Proof> {
  return ask(`${COVERAGE}/${grid}/${day}${queryString({ purpose, reference: reference || null })}`);
}

/** Read coverage by person; the service keeps a record of it with everybody who is listed. */
export function getPeople(
  { from, to }: Period,
  squad: string,
  { purpose, reference }: Why,
): Promise<PeopleRows> {
  const why = { purpose, reference: reference || null };
  return ask(COVERAGE + queryString({ from, to, by: "person", squad: squad || null, ...why }));
}

/** Where the same is taken out as a workbook, a paper, or a page that opens without a network. */
export function fileAddress(form: "xlsx" | "pdf" | "html", of: Question, lang: string): string {
  return `${COVERAGE}.${form}${queryOf(of)}&lang=${lang}`;
}

function queryOf({ from, to, by, squad }: Question): string {
  return queryString({ from, to, by, squad: squad || null });
}
