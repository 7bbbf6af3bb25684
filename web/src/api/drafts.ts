/** Every question about drafts of the town's boundaries, by name. */

import { ask, send } from "./client";
import type {
  AllowedGap,
  Divisions,
  DraftRow,
  DraftWhole,
  Edit,
  Edited,
  Finding,
  Going,
  Impact,
  Lineage,
  PastEdit,
  Place,
  Question,
  Sentence,
} from "./draft-types";

type Aborting = { readonly signal?: AbortSignal };
type Rows<T> = { readonly rows: readonly T[] };
const of = (id: number, what: string) => `/api/drafts/${id}${what}`;

export const getDrafts = (how: Aborting = {}) => ask<Rows<DraftRow>>("/api/drafts", how);
export const newDraft = (title: string) => send<DraftRow>("POST", "/api/drafts", { title });
export const getDraft = (id: number, how: Aborting = {}) => ask<DraftWhole>(of(id, ""), how);
export const sendEdit = (id: number, revision: number, edit: Edit) =>
  send<Edited>("POST", of(id, "/edits"), { revision, edit });
export const stepBack = (id: number, revision: number) => send<Edited>("POST", of(id, "/undo"), { revision });
export const stepOn = (id: number, revision: number) => send<Edited>("POST", of(id, "/redo"), { revision });
export const getHistory = (id: number, how: Aborting = {}) => ask<Rows<PastEdit>>(of(id, "/history"), how);
export const getChecks = (id: number, how: Aborting = {}) =>
  ask<{ readonly findings: readonly Finding[] }>(of(id, "/checks"), how);
export const getImpact = (id: number, how: Aborting = {}) => ask<Impact>(of(id, "/impact"), how);
export const getChanges = (id: number, how: Aborting = {}) => ask<Rows<Lineage>>(of(id, "/changes"), how);

export const getPosts = (id: number, how: Aborting = {}) => ask<Rows<Going>>(of(id, "/posts"), how);
/** Choose where a post goes whose grid ends; null lets it end. */
export const choosePost = (id: number, post: number, to: string | null) =>
  send<Rows<Going>>("PUT", of(id, `/posts/${post}`), { to });

export const getAllowedGaps = (how: Aborting = {}) => ask<Rows<AllowedGap>>("/api/allowed-gaps", how);
export const allowGap = (id: number, at: Place, what: string) =>
  send<AllowedGap>("POST", of(id, "/gaps"), { at, what });
export const forbidGap = (number: number) => ask<void>(`/api/allowed-gaps/${number}`, { method: "DELETE" });

/** Where a draft goes on its way; being shown and published need more than that it be done. */
export type Passage = "review" | "return" | "reopen" | "withdraw";
export const pass = (id: number, passage: Passage) => send<void>("POST", of(id, `/${passage}`), {});
export const propose = (id: number, question: Question) =>
  send<Divisions>("POST", of(id, "/proposals"), question);
/** Take one of the proposals that were made for a question about this revision. */
export const acceptProposal = (id: number, question: Question, revision: number, choice: number) =>
  send<{ readonly revision: number; readonly sentences: readonly Sentence[] }>(
    "POST",
    of(id, "/proposals/accept"),
    { ...question, revision, choice },
  );

/** Where the approval file is to be fetched. */
export const approvalAddress = (id: number, form: "docx" | "pdf") => of(id, `/approval.${form}`);
