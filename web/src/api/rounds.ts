/** The next round: which grids wait for a visit, in a short order along the roads. */

import { ask, queryString } from "./client";

export type Stop = {
  readonly code: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly why: "late" | "unknown" | "due";
  readonly late_days: number;
  readonly due: string | null;
  readonly days_since: number | null;
  /** From the stop before. */
  readonly metres: number;
  /** Where no road leads there. */
  readonly straight: boolean;
  readonly line: readonly (readonly [number, number])[];
};

export type Round = {
  readonly stops: readonly Stop[];
  readonly metres: number;
  readonly left_out: number;
};

export function getRound(squad: string, signal: AbortSignal): Promise<Round> {
  return ask(`/api/coverage/round${queryString({ squad: squad || null })}`, { signal });
}
