import { afterEach, expect, test, vi } from "vitest";
import type { Edited } from "../../src/api/draft-types";
import { areaM2 } from "../../src/map/partition/areas";
import { lookForOthers } from "../../src/planner/drafts";
import { inWords, loadDraft, makeEdit, undo } from "../../src/planner/edits";
import { pointAt } from "../../src/planner/gestures";
import { gridOf, mm, row } from "../map/partition/worlds";
import { DRAFT, plannerOf } from "./planners";

const SENTENCE = ["moved", "moved"] as const;
/** The middle of the border has gone 10 m west. */
const MOVED: Edited = {
  revision: 4,
  sentence: SENTENCE,
  touched: ["a", "b"],
  removed: [],
  grids: [gridOf("a", { households: 90 }), gridOf("b", { households: 110 })],
  arcs: [
    row("a", "b", [100, 0], [90, 50], [100, 100]),
    row("a", null, [100, 100], [0, 100], [0, 0], [100, 0]),
    row("b", null, [100, 0], [200, 0], [200, 100], [100, 100]),
  ],
  undo: 2,
  redo: 0,
};
const WHOLE = { ...DRAFT, revision: 9, grids: MOVED.grids, arcs: MOVED.arcs };

/** Let the service answer in turn, and note what it was asked. */
function answers(...all: readonly (readonly [status: number, body: unknown])[]): string[] {
  const asked: string[] = [];
  const left = [...all];
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    const [status, body] = left.shift() ?? [500, {}];
    asked.push(`${init?.method ?? "GET"} ${path} ${init?.body ?? ""}`.trim());
    return new Response(JSON.stringify(body), { status });
  });
  return asked;
}

const move = { kind: "move", at: mm(100, 50), to: [4.5009, 35.0005] } as const;

afterEach(() => vi.unstubAllGlobals());

test("an edit is sent with the revision, and what it changed is taken over", async () => {
  const planner = plannerOf();
  const asked = answers([200, MOVED]);
  pointAt(planner, [mm(97, 60)[0] / 1e8, mm(97, 60)[1] / 1e8], false);
  expect(await makeEdit(planner, move)).toBe(true);
  expect(asked).toEqual([`POST /api/drafts/7/edits ${JSON.stringify({ revision: 3, edit: move })}`]);
  expect(planner.draft.value).toMatchObject({ revision: 4, undo: 2 });
  expect(planner.partition.value && areaM2(planner.partition.value, "a")).toBe(9500);
  expect(planner.partition.value?.grids.get("b")?.households).toBe(110);
  expect(planner.border.value && [...planner.border.value.mm].slice(2, 4)).toEqual(mm(90, 50));
  expect(inWords(planner.said.value?.sentence ?? ["", ""])).toBe("moved");
});

test("where others were faster elsewhere, the whole draft is read", async () => {
  const planner = plannerOf();
  const asked = answers([200, { ...MOVED, revision: 9 }], [200, WHOLE]);
  await makeEdit(planner, move);
  expect(asked[1]).toBe("GET /api/drafts/7");
  expect(planner.draft.value?.revision).toBe(9);
});

test("a refused edit leaves all as it was and says why and where", async () => {
  const planner = plannerOf();
  const before = planner.partition.value;
  const problem = { detail: "no", sentence: ["bu", "no"], place: [4.5, 35] };
  answers([422, problem]);
  expect(await makeEdit(planner, move)).toBe(false);
  expect([planner.partition.value, planner.draft.value?.revision]).toEqual([before, 3]);
  expect(planner.said.value).toEqual({ tone: "refused", sentence: ["bu", "no"], place: [4.5, 35] });
  expect([planner.busy.value, planner.pending.value]).toEqual([false, null]);
});

test("a stale edit is refused and the draft read anew; a service that is away changes nothing", async () => {
  const planner = plannerOf();
  const asked = answers([409, { detail: "stale", sentence: ["jiu", "stale"] }], [200, WHOLE]);
  await makeEdit(planner, move);
  expect([asked.length, planner.draft.value?.revision, planner.said.value?.tone]).toEqual([2, 9, "refused"]);
  answers([500, {}]);
  await makeEdit(planner, move);
  expect([planner.draft.value?.revision, planner.said.value?.place]).toEqual([9, null]);
});

test("nothing is sent while an edit is on its way, from a draft in review, or with nothing to undo", async () => {
  const asked = answers();
  const busy = plannerOf();
  busy.busy.value = true;
  expect(await makeEdit(busy, move)).toBe(false);
  expect(await makeEdit(plannerOf({ status: "in_review" }), move)).toBe(false);
  expect(await undo(plannerOf({ undo: 0 }))).toBe(false);
  expect(asked).toEqual([]);
});

test("a draft that was closed meanwhile is not opened by its late answer", async () => {
  const planner = plannerOf();
  answers([200, WHOLE]);
  const loading = loadDraft(planner, 7);
  planner.id.value = null;
  await loading;
  expect(planner.draft.value?.revision).toBe(3);
});

test("what others did meanwhile is fetched, but not while something is drawn", async () => {
  const planner = plannerOf();
  const row = { ...DRAFT, revision: 9 };
  planner.line.value = [[4.5, 35]];
  const asked = answers([200, { rows: [row] }], [200, WHOLE]);
  await lookForOthers(planner);
  expect(asked).toEqual([]);
  planner.line.value = [];
  await lookForOthers(planner);
  expect(asked).toEqual(["GET /api/drafts", "GET /api/drafts/7"]);
  expect(planner.draft.value?.revision).toBe(9);
  answers([200, { rows: [{ ...row, status: "in_review" }] }]);
  await lookForOthers(planner);
  expect(planner.draft.value?.status).toBe("in_review");
});
