/** How often grids must be visited, whether they were, and what is required of whom from when on. */

import { ask, queryString, send } from "./client";
import type { Period } from "./coverage";

/** 1 low to 3 high. */
export type Risk = 1 | 2 | 3;
export type Outcome = "met" | "missed" | "unknown" | "late" | "on_time";

export type VisitWindow = {
  readonly first: string;
  readonly last: string;
  readonly visited: number;
  readonly unknown: number;
  readonly outcome: Outcome;
  readonly due: string | null;
  readonly late_days: number;
};

export type Often = {
  readonly code: string;
  readonly name: string;
  readonly squad: string | null;
  readonly by: "grid" | "risk";
  readonly risk: Risk | null;
  readonly visits: number;
  readonly days: number;
  readonly last_visit: string | null;
  readonly days_since: number | null;
  readonly met: number;
  readonly missed: number;
  readonly unknown: number;
  readonly now: Outcome | null;
  readonly due: string | null;
  readonly late_days: number;
  readonly windows: readonly VisitWindow[];
};

export type Requirement = {
  readonly grid: string | null;
  readonly risk: Risk | null;
  readonly visits: number;
  readonly days: number;
  readonly from: string;
  readonly to: string | null;
};

const REQUIREMENTS = "/api/frequencies";

export async function getOften(of: Period, squad: string, signal: AbortSignal): Promise<readonly Often[]> {
  const query = queryString({ from: of.from, to: of.to, squad: squad || null });
  return (await ask<{ rows: Often[] }>(`/api/coverage/frequency${query}`, { signal })).rows;
}

export async function getRequirements(signal: AbortSignal): Promise<readonly Requirement[]> {
  return (await ask<{ rows: Requirement[] }>(REQUIREMENTS, { signal })).rows;
}

export const setRequirement = (of: Requirement) => send<void>("PUT", REQUIREMENTS, of);

export const setRisk = (grid: string, risk: Risk, from: string) =>
  send<void>("PUT", "/api/grid-risks", { grid, risk, from });
