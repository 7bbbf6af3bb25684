/** Findings on coverage: made of a grid and day, confirmed by a second account, and their files. */

import { ask, send } from "./client";
import type { Cause, State } from "./coverage";

export type Finding = {
  readonly number: string;
  readonly grid: string;
  readonly day: string;
  readonly state: State;
  readonly cause: Cause | null;
  readonly covered: number;
  readonly unknown: number;
  readonly off: number;
  readonly sm3: string;
  readonly made_by: string;
  readonly confirmed_by: string | null;
};

/** What came since: so many more places that count, so many that count no more. */
export type Later = { readonly more: number; readonly lost: number; readonly changes: boolean };

const FINDINGS = "/api/findings";

export async function getFindings(signal: AbortSignal): Promise<readonly Finding[]> {
  return (await ask<{ rows: Finding[] }>(FINDINGS, { signal })).rows;
}

export const makeFinding = (grid: string, day: string) => send<Finding>("POST", FINDINGS, { grid, day });

export const confirmFinding = (number: string) => send<void>("POST", `${FINDINGS}/${number}/confirm`, {});

export const getLater = (number: string) => ask<Later>(`${FINDINGS}/${number}/later`);

export const findingAddress = (number: string) => `${FINDINGS}/${number}`;
