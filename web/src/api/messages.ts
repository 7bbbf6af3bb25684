/** Short messages to one of the staff: what whoever sends people out sends, and what the person sees. */

import { ask, send } from "./client";

export type Message = {
  readonly id: number;
  readonly words: string;
  readonly by: string;
  readonly sent_at: string;
  readonly seen_at: string | null;
};

type Rows = { readonly rows: readonly Message[] };
type Aborting = { readonly signal?: AbortSignal };

const OWN = "/api/me/messages";
const pathOf = (person: number) => `/api/people/${person}/messages`;

/** As long as the service takes one. */
export const LONGEST = 200;

export const getMessages = (person: number, how: Aborting = {}) => ask<Rows>(pathOf(person), how);
export const sendMessage = (person: number, words: string) =>
  send<{ readonly id: number }>("POST", pathOf(person), { words });
export const getOwnMessages = (how: Aborting = {}) => ask<Rows>(OWN, how);
export const markSeen = (id: number) => send<void>("POST", `${OWN}/${id}`, { state: "seen" });
