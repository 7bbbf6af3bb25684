/** Handing the console over, and the log of what consoles did. */

import type { RuleKind } from "./alerts";
import { ask, queryString, send } from "./client";

export type Noted = {
  readonly id: number;
  readonly kind: "sos" | RuleKind;
  readonly rule: string | null;
  readonly at: string;
  readonly grid: string | null;
  readonly person: string | null;
};
export type Silent = {
  readonly person: number;
  readonly name: string;
  readonly number: string;
  readonly seen_at: string | null;
  readonly devices: number;
};
export type Handover = {
  readonly id: number;
  readonly given_by: string;
  readonly given_at: string;
  readonly notes: string;
  readonly alerts: readonly Noted[];
  readonly silent: readonly Silent[];
  readonly taken_by: string | null;
  readonly taken_at: string | null;
  readonly answer: string;
};
export type Handovers = {
  readonly me: string;
  readonly alerts: readonly Noted[];
  readonly silent: readonly Silent[];
  readonly rows: readonly Handover[];
};
export type LogRow = {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly result: string;
  readonly target: string;
};
export type Log = { readonly everybody: boolean; readonly rows: readonly LogRow[] };

export const LOG_HOURS = 24;

export const getHandovers = (signal: AbortSignal) => ask<Handovers>("/api/handovers", { signal });
export const handOver = (notes: string) => send<{ id: number }>("POST", "/api/handovers", { notes });
export const takeOver = (id: number, answer: string) =>
  send<void>("POST", `/api/handovers/${id}/take`, { answer });
export const getLog = (signal: AbortSignal) =>
  ask<Log>(`/api/console-log${queryString({ hours: LOG_HOURS })}`, { signal });
