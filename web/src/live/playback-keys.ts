/** The keys of the playback, which come before the page's own while something is played. */

import { type ClockState, pause, play, seek, stepSpeed, timeAt } from "../time/clock";
import { MAP_ID } from "./keys";
import { closePlayback } from "./playback-state";
import type { Live } from "./state";

const STEP_MS = 10_000;
const LONG_STEP_MS = 60_000;

/** Do what a key stands for; false when it stands for nothing, or belongs to what has the focus. */
export function playbackPressed({ playback, map }: Live, event: KeyboardEvent): boolean {
  const clock = playback?.clock.peek();
  if (!playback || !clock) return false;
  if (event.key.toLowerCase() === "l") {
    closePlayback(playback);
    return true;
  }
  const next = belongsToFocus(event) ? null : nextOf(clock, event, performance.now());
  if (next === null) return false;
  playback.clock.value = next;
  map.peek()?.movers.redraw();
  return true;
}

function nextOf(clock: ClockState, { key, shiftKey }: KeyboardEvent, wallMs: number): ClockState | null {
  const at = timeAt(clock, wallMs);
  const step = shiftKey ? LONG_STEP_MS : STEP_MS;
  switch (key) {
    case " ":
      return clock.playing && at < clock.endMs ? pause(clock, wallMs) : play(clock, wallMs);
    case "ArrowLeft":
      return seek(clock, at - step, wallMs);
    case "ArrowRight":
      return seek(clock, at + step, wallMs);
    case "[":
      return stepSpeed(clock, -1, wallMs);
    case "]":
      return stepSpeed(clock, 1, wallMs);
    default:
      return null;
  }
}

/** Arrows pan a map that has the focus and move a slider; the space bar presses buttons. */
function belongsToFocus({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === " ") return target instanceof HTMLButtonElement;
  return (
    key.startsWith("Arrow") &&
    (target.id === MAP_ID || target instanceof HTMLInputElement || target.getAttribute("role") === "tab")
  );
}
