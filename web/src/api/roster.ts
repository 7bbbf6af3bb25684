/** The roster of a month, and how it is changed. */

import { ask, queryString, send } from "./client";

export type Hours = {
  /** From which day of the year on, MM-DD. */
  readonly since: string;
  readonly begin: string;
  readonly end: string;
  readonly breaks: readonly (readonly [begin: string, end: string])[];
};
export type ShiftForm = {
  readonly title: string;
  readonly hours: readonly Hours[];
  readonly active: boolean;
};
export type Shift = ShiftForm & { readonly code: string };
export type RosterDay = { readonly day: string; readonly works: boolean; readonly name: string };
export type Member = {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly squad: string | null;
};
export type Entry = {
  readonly id: number;
  readonly person: number;
  readonly day: string;
  readonly kind: "roster" | "self" | "overtime";
  readonly shift: string | null;
  readonly instead_of: string | null;
  readonly begin: string;
  readonly end: string;
  readonly minutes: number;
};
export const LEAVES = ["annual", "sick", "personal", "other"] as const;
export type LeaveKind = (typeof LEAVES)[number];
export type Absence = {
  readonly id: number;
  readonly person: number;
  readonly begin: string;
  readonly end: string;
  readonly kind: LeaveKind;
};
export type Month = {
  readonly days: readonly RosterDay[];
  readonly shifts: readonly Shift[];
  readonly people: readonly Member[];
  readonly entries: readonly Entry[];
  readonly absences: readonly Absence[];
};
export type Cell = { readonly person: number; readonly day: string; readonly shift: string | null };
export type Filling = {
  readonly people: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly cycle: readonly (string | null)[];
  readonly stagger: number;
  readonly working_days: boolean;
};
export type Turn = { readonly person: number; readonly day: string };
export type Extra = { readonly person: number; readonly from: string; readonly to: string };

const ROSTER = "/api/roster";

export function getMonth(month: string, signal: AbortSignal): Promise<Month> {
  return ask<Month>(`${ROSTER}${queryString({ month })}`, { signal });
}

export const setCells = (cells: readonly Cell[]) => send<void>("PUT", ROSTER, { cells });
export const fillPattern = (filling: Filling) => send<void>("POST", `${ROSTER}/fill`, filling);
export const swapShifts = (one: Turn, other: Turn) => send<void>("POST", `${ROSTER}/swaps`, { one, other });
export const addOvertime = (extra: Extra) => send<void>("POST", `${ROSTER}/overtime`, extra);
export const addLeave = (leave: Extra & { readonly kind: LeaveKind }) =>
  send<void>("POST", `${ROSTER}/leaves`, leave);
export const dropOvertime = (id: number) => ask<void>(`${ROSTER}/overtime/${id}`, { method: "DELETE" });
export const endLeave = (id: number) => ask<void>(`${ROSTER}/leaves/${id}`, { method: "DELETE" });
export const putShift = (code: string, shift: ShiftForm) =>
  send<void>("PUT", `/api/shifts/${encodeURIComponent(code)}`, shift);

/** Where the month lies as a table that the import reads back. */
export const sheetAddress = (month: string) => `${ROSTER}.csv${queryString({ month })}`;
