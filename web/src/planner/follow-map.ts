/** Shows on the map what the signals say: the ground, the draft's borders, what is under the hand. */

import { computed, effect, type ReadonlySignal } from "@preact/signals";
import { returned } from "../api/connection";
import { language } from "../i18n";
import type { LonLat } from "../map/datum";
import type { DraftMap } from "../map/draft-map";
import type { Arc } from "../map/partition/arc";
import type { Mark } from "../map/sketch-painter";
import { theme } from "../ui/theme";
import { isMovable } from "./gestures";
import type { Planner } from "./state";
import { drawsRing } from "./tools";

/** The layers that show the edition in force. */
const IN_FORCE = ["grids", "villages"];
/** What new borders are held against and nobody draws here. */
const LOCKED = "village_lines";

/** Start following; returns what stops it. */
export function followMap(planner: Planner, map: DraftMap): () => void {
  const hidden = sameWhileEqual(() => planner.preview.value?.before ?? []);
  const stops = [
    effect(() => {
      returned.value;
      const shown = planner.layers.filter(
        ({ name, group, visible }) => (group === "ground" && visible) || name === LOCKED,
      );
      const plain = shown.map((layer) => ({ layer, parameters: {} }));
      map.showGround(plain, theme.value, language.value);
    }),
    effect(() => {
      returned.value;
      showInForce(planner, map);
    }),
    effect(() => showScene(planner, map, hidden.value)),
    effect(() => showSketch(planner, map)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Without a draft the edition in force is shown by itself; under one it has no names. */
function showInForce({ layers, compare, draft, swipe }: Planner, map: DraftMap): void {
  const alone = draft.value === null;
  const beside = compare.value && swipe.value !== null;
  const shown = alone || compare.value ? layers.filter(({ name }) => IN_FORCE.includes(name)) : [];
  map.inForce.show(shown, theme.value, alone || beside);
  map.swipe.show(beside && !alone ? swipe.value : null);
}

/** A list that stays the very same while its members do: a drag must not draw the whole town at every step. */
function sameWhileEqual(read: () => readonly Arc[]): ReadonlySignal<readonly Arc[]> {
  let former: readonly Arc[] = [];
  return computed(() => {
    const next = read();
    const equal = next.length === former.length && next.every((arc, index) => arc === former[index]);
    if (!equal) former = next;
    return former;
  });
}

function showScene(planner: Planner, map: DraftMap, hidden: readonly Arc[]): void {
  const { partition, draft, chosen } = planner;
  if (partition.value === null || draft.value === null) {
    map.showScene(null);
    return;
  }
  map.showScene({
    partition: partition.value,
    hidden: new Set(hidden),
    chosen: chosen.value,
    villages: new Map(draft.value.villages.map(({ code, name }) => [code, name])),
    theme: theme.value,
  });
}

function showSketch(planner: Planner, map: DraftMap): void {
  const { preview, border, vertex, line, tool, cursor, guide } = planner;
  const moving = preview.value?.after ?? [];
  const arc = arcInHand(planner);
  map.showSketch({
    arc,
    handles: border.value !== null && isMovable(planner),
    vertex: vertex.value,
    moving: moving.filter((one) => one !== arc),
    line: line.value,
    closed: drawsRing(tool.value) && line.value.length > 1,
    cursor: cursor.value,
    guide: guide.value,
    proposed: proposedLines(planner),
    marks: marksOf(planner),
    theme: theme.value,
  });
}

/** The border in hand, as it would lie. */
function arcInHand({ border, preview }: Planner): Arc | null {
  if (border.value === null || preview.value === null) return border.value;
  return preview.value.after[preview.value.before.indexOf(border.value)] ?? border.value;
}

function proposedLines({ offer, tab }: Planner): readonly (readonly LonLat[])[] {
  if (offer.value === null || tab.value !== "proposals") return [];
  return offer.value.lines[offer.value.shown] ?? [];
}

function marksOf({ said, finding }: Planner): readonly Mark[] {
  const marks: Mark[] = [];
  const { place, tone } = said.value ?? { place: null, tone: "done" };
  if (place && tone === "refused") marks.push({ place, tone: "error" });
  if (finding.value?.place) marks.push({ place: finding.value.place, tone: finding.value.severity });
  return marks;
}
