import { expect, test } from "vitest";
import { readLink } from "../../src/live/permalink";
import { playbackPressed } from "../../src/live/playback-keys";
import { createLive } from "../../src/live/state";
import { clockOf, timeAt } from "../../src/time/clock";
import { SESSION } from "../worlds";

const MINUTE = 60_000;

function opened() {
  const permissions = ["live.read", "track.read"];
  const live = createLive({ ...SESSION, permissions }, [], readLink("", []));
  const { playback } = live;
  if (playback === null) throw new Error("may play");
  playback.open.value = true;
  playback.clock.value = clockOf(0, 60 * MINUTE);
  return { live, playback };
}

function press(key: string, more: KeyboardEventInit = {}, on: EventTarget = document.body) {
  const { live, playback } = opened();
  const event = new KeyboardEvent("keydown", { key, bubbles: true, ...more });
  on.dispatchEvent(event);
  const done = playbackPressed(live, event);
  const clock = playback.clock.value;
  return { done, clock, at: clock && timeAt(clock, performance.now()), open: playback.open.value };
}

test("arrows step by ten seconds, with shift by a minute, brackets change the speed, space plays", () => {
  expect(press("ArrowRight").at).toBe(10_000);
  expect(press("ArrowRight", { shiftKey: true }).at).toBe(MINUTE);
  expect(press("ArrowLeft").at).toBe(0);
  expect(press("]").clock?.speed).toBe(120);
  expect(press("[").clock?.speed).toBe(30);
  expect(press(" ").clock?.playing).toBe(true);
});

test("L goes back to live, other keys are the page's own", () => {
  expect(press("l")).toMatchObject({ done: true, clock: null, open: false });
  expect(press("g").done).toBe(false);
});

test("what has the focus keeps its keys: a button its space bar, the map its arrows", () => {
  const button = document.createElement("button");
  const map = document.createElement("div");
  map.id = "map";
  document.body.append(button, map);
  expect(press(" ", {}, button).done).toBe(false);
  expect(press("ArrowLeft", {}, map).done).toBe(false);
  expect(press("]", {}, map).done).toBe(true);
});

test("without tracks, or without the right to read them, no key is taken", () => {
  const { live, playback } = opened();
  playback.clock.value = null;
  expect(playbackPressed(live, new KeyboardEvent("keydown", { key: " " }))).toBe(false);
  expect(createLive(SESSION, [], readLink("", [])).playback).toBeNull();
});
