/** What the people of the scope ask for on their own pages, and how it is answered. */

import { ask, send } from "./client";
import type { Asked } from "./me";

export type AskedBy = Asked & {
  readonly person: number;
  readonly number: string;
  readonly name: string;
  readonly answered_by: string | null;
};
export type Decision = "accepted" | "declined";

const REQUESTS = "/api/requests";

export const getRequestsOfAll = (signal: AbortSignal) =>
  ask<{ rows: readonly AskedBy[] }>(REQUESTS, { signal });

export const answerRequest = (id: number, state: Decision, words: string) =>
  send<void>("POST", `${REQUESTS}/${id}`, { state, words });
