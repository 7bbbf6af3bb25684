/** Opening drafts, closing them, and sending them on their way. */

import { batch } from "@preact/signals";
import type { DraftStatus } from "../api/draft-types";
import { getDrafts, type Passage, pass } from "../api/drafts";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { letGo, loadDraft } from "./edits";
import { APPROVES, EDITS, type Planner } from "./state";

export function openDraft(planner: Planner, id: number): void {
  batch(() => {
    planner.id.value = id;
    planner.tab.value = "grids";
  });
}

export function closeDraft(planner: Planner): void {
  batch(() => {
    planner.id.value = null;
    planner.draft.value = null;
    planner.partition.value = null;
    planner.chosen.value = [];
    planner.said.value = null;
    planner.compare.value = false;
    planner.tool.value = "select";
    letGo(planner);
  });
}

export type Way = Passage | "consult" | "announce" | "publish";

const WAYS: Readonly<Record<DraftStatus, readonly Way[]>> = {
  draft: ["review", "withdraw"],
  in_review: ["publish", "announce", "consult", "return", "reopen", "withdraw"],
  consulted: ["publish", "announce", "return", "reopen", "withdraw"],
  announced: ["publish", "return", "reopen", "withdraw"],
  published: [],
  withdrawn: [],
};

const NEEDS: Readonly<Record<Way, string>> = {
  review: EDITS,
  withdraw: EDITS,
  reopen: EDITS,
  return: APPROVES,
  consult: APPROVES,
  announce: APPROVES,
  publish: APPROVES,
};

/** Where the draft may go from here, by whoever is signed in. */
export function waysOn({ session, draft }: Planner): readonly Way[] {
  if (draft.value === null) return [];
  const may = (way: Way) => session.permissions.includes(NEEDS[way]);
  return WAYS[draft.value.status].filter(may);
}

/** Send the draft on; what the service says against it is shown. */
export async function sendOn(planner: Planner, passage: Passage): Promise<void> {
  const draft = planner.draft.value;
  if (draft === null) return;
  try {
    await pass(draft.id, passage);
    if (passage === "withdraw") closeDraft(planner);
    else await readStatus(planner);
  } catch (reason) {
    const words = reasonOf(problemFrom(reason));
    planner.said.value = { tone: "refused", sentence: [words, words], place: null };
    if (passage === "review") planner.tab.value = "checks";
  }
}

export async function readStatus(planner: Planner): Promise<void> {
  const { rows } = await getDrafts();
  const draft = planner.draft.value;
  const row = rows.find(({ id }) => id === draft?.id);
  if (draft && row) planner.draft.value = { ...draft, status: row.status };
}

/** Read the draft anew when others have changed it, unless something is just being drawn. */
export async function lookForOthers(planner: Planner): Promise<void> {
  const draft = planner.draft.value;
  if (draft === null || isAtWork(planner)) return;
  const { rows } = await getDrafts();
  const row = rows.find(({ id }) => id === draft.id);
  const same = planner.draft.value?.revision === draft.revision && !isAtWork(planner);
  if (row === undefined || !same) return;
  if (row.revision !== draft.revision) await loadDraft(planner, draft.id);
  else if (row.status !== draft.status) planner.draft.value = { ...draft, status: row.status };
}

function isAtWork({ busy, pending, line }: Planner): boolean {
  return busy.value || pending.value !== null || line.value.length > 0;
}
