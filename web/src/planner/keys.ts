/** The keys of the planner's page, silent while somebody types. */

import { useEffect } from "preact/hooks";
import type { Key } from "../i18n";
import { isForInputMethod } from "../ui/text-input";
import { redo, undo } from "./edits";
import { finish } from "./finish";
import {
  backOut,
  deleteVertex,
  nudge,
  pointAt,
  removeLastPoint,
  startInsert,
  stepVertex,
  takeTool,
} from "./gestures";
import type { Planner } from "./state";
import { TOOLS } from "./tools";

export const MAP_ID = "map";

export const KEYS: readonly (readonly [keys: string, what: Key])[] = [
  ...TOOLS.map(({ key, words }) => [key, words] as const),
  ["Enter", "plan.key_finish"],
  ["Esc", "plan.key_escape"],
  ["Ctrl Z", "plan.undo"],
  ["Ctrl ⇧ Z", "plan.redo"],
  ["C", "plan.compare"],
  ["Space", "plan.key_point"],
  ["← ↑ → ↓", "plan.key_pan"],
  ["Alt ←", "plan.key_pan_fine"],
  ["[ ]", "plan.key_vertex"],
  ["← ⇧←", "plan.key_nudge"],
  ["I", "plan.key_insert"],
  ["Delete", "plan.key_delete"],
  ["+ −", "keys.zoom"],
  ["?", "keys.help"],
];

export function useKeys(planner: Planner): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isForInputMethod(event) || isTyping(event.target)) return;
      if (isOverlaid(planner)) return;
      const controlled = event.ctrlKey || event.metaKey;
      if (controlled ? pressedControl(planner, event) : pressed(planner, event)) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [planner]);
}

/** A dialog keeps all keys to itself. */
function isOverlaid({ keysOpen, dialog }: Planner): boolean {
  return keysOpen.value || dialog.value !== null;
}

function pressedControl(planner: Planner, { key, shiftKey }: KeyboardEvent): boolean {
  const letter = key.toLowerCase();
  if (letter === "z") void (shiftKey ? redo(planner) : undo(planner));
  else if (letter === "y") void redo(planner);
  else return false;
  return true;
}

/** Do what a key stands for; false when it stands for nothing. */
function pressed(planner: Planner, event: KeyboardEvent): boolean {
  if (event.key === "?") {
    planner.keysOpen.value = true;
    return true;
  }
  if (planner.draft.value === null || event.altKey) return false;
  const tool = TOOLS.find(({ key }) => key.toLowerCase() === event.key.toLowerCase());
  if (tool) {
    takeTool(planner, tool.name);
    return true;
  }
  return pressedInDraft(planner, event);
}

function pressedInDraft(planner: Planner, event: KeyboardEvent): boolean {
  switch (event.key) {
    case "Escape":
      backOut(planner);
      return true;
    case "Enter":
      return !isControl(event.target) && finish(planner);
    case "Delete":
      return deleteVertex(planner);
    case "Backspace":
      return removeLastPoint(planner) || deleteVertex(planner);
    case "[":
    case "]":
      return stepVertex(planner, event.key === "]" ? 1 : -1);
    case "i":
    case "I":
      return insertAfter(planner);
    case "c":
    case "C":
      planner.compare.value = !planner.compare.value;
      return true;
    case "+":
    case "=":
      return zoom(planner, 1);
    case "-":
      return zoom(planner, -1);
    default:
      return false;
  }
}

function insertAfter(planner: Planner): boolean {
  const { vertex, pending } = planner;
  if (vertex.value === null || pending.value) return false;
  startInsert(planner, vertex.value);
  return true;
}

/** With the focus on the map Leaflet zooms by itself. */
function zoom(planner: Planner, steps: number): boolean {
  if (document.activeElement?.id === MAP_ID) return false;
  planner.map.value?.zoomBy(steps);
  return true;
}

const ARROWS: Readonly<Record<string, readonly [east: number, north: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const STEP_M = 1;
const SMALL_STEP_M = 0.1;
const FINE_PAN_PX = 4;

/** Keys that mean something on the map alone, before Leaflet would move it. */
export function pressedOnMap(planner: Planner, event: KeyboardEvent): void {
  const arrow = ARROWS[event.key];
  const done = arrow ? stepped(planner, event, arrow) : event.key === " " && pointed(planner, event.shiftKey);
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
}

function stepped(planner: Planner, event: KeyboardEvent, [east, north]: readonly [number, number]): boolean {
  if (event.altKey) {
    planner.map.value?.panBy(FINE_PAN_PX * east, -FINE_PAN_PX * north);
    return true;
  }
  const step = event.shiftKey ? SMALL_STEP_M : STEP_M;
  return nudge(planner, east * step, north * step);
}

function pointed(planner: Planner, more: boolean): boolean {
  const { map } = planner;
  if (map.value === null) return false;
  pointAt(planner, map.value.centre(), more);
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typed = target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
  return typed || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Enter on a button is for the button. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, summary") !== null;
}
