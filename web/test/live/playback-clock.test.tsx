import { effect } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readLink } from "../../src/live/permalink";
import { PlaybackBar } from "../../src/live/playback-bar";
import { createPlayback, type Playback } from "../../src/live/playback-state";
import { createLive, LiveProvider } from "../../src/live/state";
import { atSpeed, type ClockState, clockOf, pause, play, timeAt } from "../../src/time/clock";
import { SESSION } from "../worlds";

const TEN_MINUTES_S = 600;
const SPEED = 600;
const HOUR = 3_600_000;
const TICK_MS = 100;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
});

/** Play at ×600 with the bar on the page, and return the playback. */
async function playing(): Promise<Playback> {
  const session = { ...SESSION, permissions: ["track.read", "live.read"] };
  const playback = createPlayback(session, null) as Playback;
  playback.clock.value = play(atSpeed(clockOf(0, 200 * HOUR), SPEED, performance.now()), performance.now());
  const live = createLive(session, [], readLink("", []));
  await act(() => {
    effect(() => {
      const clock = playback.clock.value;
      if (clock === null) return;
      const bar = <PlaybackBar playback={playback} clock={clock} />;
      render(<LiveProvider value={live}>{bar}</LiveProvider>, document.body);
    });
  });
  return playback;
}

const shown = () => Number(document.querySelector<HTMLInputElement>(".dock-slider input")?.value);

test("after ten minutes at ×600 what is shown is at most one tick behind a hundred hours", async () => {
  const { clock } = await playing();
  for (let second = 1; second <= TEN_MINUTES_S; second += 1) {
    await act(() => {
      vi.advanceTimersByTime(1000);
    });
    const state = clock.value as ClockState;
    // halfway somebody pauses and plays on in the same moment, between two ticks
    if (second === TEN_MINUTES_S / 2) clock.value = play(pause(state, performance.now()), performance.now());
  }
  const exact = 100 * HOUR;
  expect(timeAt(clock.value as ClockState, performance.now())).toBe(exact);
  expect(exact - shown()).toBeGreaterThanOrEqual(0);
  expect(exact - shown()).toBeLessThanOrEqual(TICK_MS * SPEED);
});
