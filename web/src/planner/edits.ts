/** Sends edits one after another and takes over what the service made of them. */

import { batch } from "@preact/signals";
import type { Edit, Edited, Mm, Sentence } from "../api/draft-types";
import { getDraft, sendEdit, stepBack, stepOn } from "../api/drafts";
import { language } from "../i18n";
import type { LonLat } from "../map/datum";
import type { Arc } from "../map/partition/arc";
import { nearestVertex } from "../map/partition/find";
import { changed, type Partition, partitionOf } from "../map/partition/partition";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { isOpen, type Planner } from "./state";

const CONFLICT = 409;
const CLOSE_ZOOM = 17;

/** Open a draft, or load it anew. */
export async function loadDraft(planner: Planner, id: number, signal?: AbortSignal): Promise<void> {
  const { grids, arcs, ...draft } = await getDraft(id, signal ? { signal } : {});
  if (planner.id.peek() !== id) return;
  const border = planner.border.peek();
  const next = partitionOf(grids, arcs);
  batch(() => {
    planner.partition.value = next;
    planner.draft.value = draft;
    letGo(planner);
    keepChosen(planner);
    if (border) takeUpAgain(planner, next, border, null);
  });
}

/** Make an edit; what is previewed stays until the service has answered. */
export function makeEdit(planner: Planner, edit: Edit): Promise<boolean> {
  return run(planner, (id, revision) => sendEdit(id, revision, edit), landing(edit));
}

export function undo(planner: Planner): Promise<boolean> {
  if (!planner.draft.value?.undo) return Promise.resolve(false);
  return run(planner, stepBack, null);
}

export function redo(planner: Planner): Promise<boolean> {
  if (!planner.draft.value?.redo) return Promise.resolve(false);
  return run(planner, stepOn, null);
}

/** Where the hand was when the edit was made, so that it finds its border again. */
function landing(edit: Edit): LonLat | null {
  return edit.kind === "move" || edit.kind === "insert" ? edit.to : null;
}

async function run(
  planner: Planner,
  ask: (id: number, revision: number) => Promise<Edited>,
  hand: LonLat | null,
): Promise<boolean> {
  const draft = planner.draft.value;
  if (draft === null || planner.busy.value || !isOpen(planner)) return false;
  planner.busy.value = true;
  try {
    const answer = await ask(draft.id, draft.revision);
    if (answer.revision === draft.revision + 1) takeOver(planner, answer, hand);
    else await loadDraft(planner, draft.id);
    say(planner, "done", answer.sentence, null);
    return true;
  } catch (reason) {
    await refuse(planner, draft.id, reason);
    return false;
  } finally {
    planner.busy.value = false;
  }
}

function takeOver(planner: Planner, answer: Edited, hand: LonLat | null): void {
  const { revision, undo, redo } = answer;
  const draft = planner.draft.peek();
  const partition = planner.partition.peek();
  if (draft === null || partition === null) return;
  const border = planner.border.peek();
  const next = changed(partition, answer);
  batch(() => {
    planner.partition.value = next;
    planner.draft.value = { ...draft, revision, undo, redo };
    letGo(planner);
    keepChosen(planner);
    if (border) takeUpAgain(planner, next, border, hand);
  });
}

/** The border that was in hand is another arc now: hold the one between the same grids. */
function takeUpAgain(planner: Planner, next: Partition, border: Arc, hand: LonLat | null): void {
  if (next.arcs.includes(border)) {
    planner.border.value = border;
    return;
  }
  const sides = [border.left, border.right].sort().join();
  const alike = next.arcs.filter(({ left, right }) => [left, right].sort().join() === sides);
  const plane = planner.plane.peek();
  const at: Mm = hand && plane ? plane.toMm(hand) : [border.mm[0] as number, border.mm[1] as number];
  const found = nearestVertex(alike, at, Number.POSITIVE_INFINITY);
  planner.border.value = found?.arc ?? null;
  planner.vertex.value = hand && found ? found.index : null;
}

/** Nothing is drawn, dragged or held any more. */
export function letGo(planner: Planner): void {
  batch(() => {
    planner.pending.value = null;
    planner.line.value = [];
    planner.guide.value = [];
    planner.border.value = null;
    planner.vertex.value = null;
    planner.finding.value = null;
    planner.offer.value = null;
  });
}

function keepChosen(planner: Planner): void {
  const grids = planner.partition.peek()?.grids;
  planner.chosen.value = planner.chosen.peek().filter((code) => grids?.has(code));
}

/** A refused edit leaves the draft as it was; where others came first, what they did is fetched. */
async function refuse(planner: Planner, id: number, reason: unknown): Promise<void> {
  const problem = problemFrom(reason);
  const words = reasonOf(problem);
  const sentence = isSentence(problem.members.sentence)
    ? problem.members.sentence
    : ([words, words] as const);
  const place = isPlace(problem.members.place) ? problem.members.place : null;
  planner.pending.value = null;
  say(planner, "refused", sentence, place);
  if (place) planner.map.value?.approach(place, CLOSE_ZOOM);
  if (problem.status === CONFLICT) await loadDraft(planner, id).catch(() => undefined);
}

/** Show a sentence over the map, and speak it. */
export function say(
  planner: Planner,
  tone: "done" | "refused",
  sentence: Sentence,
  place: LonLat | null,
): void {
  planner.said.value = { tone, sentence, place };
  announce(inWords(sentence));
}

/** The half of a sentence that is wanted. */
export function inWords([zh, en]: Sentence): string {
  return language.value === "zh" ? zh : en;
}

function isSentence(value: unknown): value is Sentence {
  return Array.isArray(value) && value.length === 2 && value.every((half) => typeof half === "string");
}

function isPlace(value: unknown): value is LonLat {
  return Array.isArray(value) && value.length === 2 && value.every((half) => typeof half === "number");
}
