/** What the planner's page asks about the way of a draft to publication, and about published editions. */

import { ask, send } from "./client";
import type { Sentence } from "./draft-types";

type Aborting = { readonly signal?: AbortSignal };
type Rows<T> = { readonly rows: readonly T[] };
const of = (id: number, what: string) => `/api/drafts/${id}${what}`;

export type Showing = {
  readonly step: "consulted" | "announced";
  /** The public page, relative to this one. */
  readonly link: string;
  readonly first_day: string;
  readonly last_day: string;
  readonly opened_by: string;
  readonly closed_at: string | null;
  readonly opinions: number;
};

export type Scan = {
  readonly id: number;
  readonly at: string;
  readonly author: string;
  /** The digest printed on the paper; `sha256` is the file's own. */
  readonly digest: string;
  readonly sha256: string;
  readonly kind: "pdf" | "jpeg" | "png";
  readonly bytes: number;
};

export type Standing = {
  readonly digest: string;
  readonly announce_days: number;
  readonly scan_asked: boolean;
  readonly showings: readonly Showing[];
  readonly scans: readonly Scan[];
  /** What still keeps the draft from being published today. */
  readonly bars: readonly Sentence[];
};

export type OpinionRow = {
  readonly id: number;
  readonly step: "consulted" | "announced";
  readonly at: string;
  readonly words: string;
  readonly grid: string | null;
  readonly place: readonly [lon: number, lat: number] | null;
  readonly answer: string | null;
  readonly answered_by: string | null;
  readonly answered_at: string | null;
};

export type Edition = {
  readonly number: number;
  /** The draft that it was: history, impact, changes and file stay there. */
  readonly draft: number;
  readonly title: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly document: string | null;
  readonly superseded_at: string | null;
};

export type Told = {
  readonly rows: readonly {
    readonly person: number;
    readonly number: string;
    readonly name: string;
    readonly seen_at: string | null;
    readonly confirmed_at: string | null;
  }[];
  readonly waiting: number;
};

export const getStanding = (id: number, how: Aborting = {}) => ask<Standing>(of(id, "/standing"), how);
export const putOnShow = (id: number, step: "consult" | "announce", from: string, to: string) =>
  send<Showing>("POST", of(id, `/${step}`), { from, to });
export const getOpinions = (id: number, how: Aborting = {}) =>
  ask<Rows<OpinionRow>>(of(id, "/opinions"), how);
export const answerOpinion = (id: number, opinion: number, answer: string) =>
  send<void>("POST", of(id, `/opinions/${opinion}/answer`), { answer });
export const sendScan = (id: number, digest: string, file: Blob) =>
  ask<Scan>(`/api/scans?draft=${id}&digest=${encodeURIComponent(digest)}`, { method: "POST", body: file });
export const scanAddress = (id: number, scan: number) => of(id, `/scans/${scan}`);

/** Publish from a day on, or in place of a wrong edition and for its days. */
export type Term = { readonly from: string } | { readonly corrects: number };
export const publish = (id: number, term: Term, document: string) =>
  send<{ readonly number: number }>("POST", of(id, "/publish"), { ...term, document });
export const getEditions = (how: Aborting = {}) => ask<Rows<Edition>>("/api/editions", how);
export const recallEdition = (number: number) => send<void>("POST", `/api/editions/${number}/recall`, {});
export const getTold = (number: number, how: Aborting = {}) =>
  ask<Told>(`/api/editions/${number}/messages`, how);
export const signsAddress = (number: number) => `/api/editions/${number}/signs.pdf`;
