/** The question whether one is well, put to whoever has not moved for long. */

import { ask, send } from "./client";

export type Check = {
  readonly id: number;
  readonly minutes: number;
  readonly asked_at: string;
  readonly answer_by: string;
  readonly rang_at: string | null;
};

const OWN = "/api/me/checks";

export const getChecks = (how: { readonly signal?: AbortSignal } = {}) =>
  ask<{ readonly rows: readonly Check[] }>(OWN, how);

/** Say that one is well, or call for help with the place if it is known. */
export const answerCheck = (
  id: number,
  answer: "fine" | "help",
  place: { readonly lon: number; readonly lat: number } | null = null,
) => send<void>("POST", `${OWN}/${id}`, { answer, ...place });
