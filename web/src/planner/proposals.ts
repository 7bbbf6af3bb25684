/** Asking for even divisions of the work, looking at them, taking one. */

import type { Division, Question } from "../api/draft-types";
import { acceptProposal, propose } from "../api/drafts";
import type { LonLat } from "../map/datum";
import { loadDraft, say } from "./edits";
import type { Planner } from "./state";

const E7 = 1e7;

/** Ask for proposals and show the second: little change, much evener. */
export async function askFor(planner: Planner, question: Question): Promise<void> {
  const id = planner.draft.value?.id;
  if (id === undefined) return;
  const divisions = await propose(id, question);
  if (planner.draft.value?.id !== id) return;
  const lines = divisions.proposals.map(linesOf);
  planner.offer.value = { question, divisions, lines, shown: Math.min(1, lines.length - 1) };
}

function linesOf({ lines }: Division): readonly (readonly LonLat[])[] {
  return lines.map((flat) => {
    let [lon, lat] = [0, 0];
    const line: LonLat[] = [];
    for (let i = 0; i + 1 < flat.length; i += 2) {
      lon += flat[i] as number;
      lat += flat[i + 1] as number;
      line.push([lon / E7, lat / E7]);
    }
    return line;
  });
}

export function showProposal(planner: Planner, shown: number): void {
  const { offer } = planner;
  if (offer.value) offer.value = { ...offer.value, shown };
}

/** Make the proposal that is shown; the draft is read anew afterwards. */
export async function takeProposal(planner: Planner): Promise<void> {
  const { draft, offer, busy } = planner;
  if (draft.value === null || offer.value === null || busy.value) return;
  const { id } = draft.value;
  const { question, divisions, shown } = offer.value;
  busy.value = true;
  try {
    const { sentences } = await acceptProposal(id, question, divisions.revision, shown);
    await loadDraft(planner, id);
    const [first] = sentences;
    if (first) say(planner, "done", first, null);
  } finally {
    busy.value = false;
  }
}
