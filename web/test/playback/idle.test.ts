import { expect, test } from "vitest";
import { idleStretches, skipFrom } from "../../src/playback/idle";
import type { Track } from "../../src/playback/pieces";
import { bandsOf } from "../../src/playback/time-strip";

const MINUTE = 60_000;
const trackOf = (person: number, minutes: readonly number[], metres: readonly number[]): Track => ({
  person,
  atMs: Float64Array.from(minutes, (minute) => minute * MINUTE),
  lon: Int32Array.from(metres, (metre) => metre * 10),
  lat: new Int32Array(minutes.length),
});
// walks for two minutes, is silent for twelve, stands for five, walks on
const WALK = trackOf(1, [0, 1, 2, 14, 15, 17, 19, 20], [0, 60, 120, 400, 401, 402, 400, 460]);
const minutes = (stretches: readonly (readonly [number, number])[]) =>
  stretches.map((stretch) => stretch.map((ms) => ms / MINUTE));

test("gaps, stops and the time before and after are idle, from two minutes on", () => {
  expect(minutes(idleStretches([WALK], -10 * MINUTE, 30 * MINUTE))).toEqual([
    [-10, 0],
    [2, 19],
    [20, 30],
  ]);
  expect(minutes(idleStretches([WALK], 0, 21 * MINUTE))).toEqual([[2, 19]]);
  expect(minutes(idleStretches([], 0, 5 * MINUTE))).toEqual([[0, 5]]);
});

test("nothing is idle while somebody else moves", () => {
  const other = trackOf(2, [2, 6, 10, 14, 18, 19], [0, 100, 200, 300, 400, 500]);
  expect(idleStretches([WALK, other], 0, 20 * MINUTE)).toEqual([]);
});

test("from within an idle stretch it goes on at its end", () => {
  const idle = [[2, 19] as const];
  expect([1, 2, 18, 19].map((at) => skipFrom(idle, at))).toEqual([null, 19, 19, null]);
});

test("bands of duty are those of the selected one, or of anybody, each moment once", () => {
  const span = (person: number, begin_ms: number, end_ms: number) => ({ person, begin_ms, end_ms });
  const duties = [span(1, 0, 4), span(1, 6, 9), span(2, 3, 7)];
  expect(bandsOf(duties, 1)).toEqual([
    [0, 4],
    [6, 9],
  ]);
  expect(bandsOf(duties, null)).toEqual([[0, 9]]);
  expect(duties[0]).toEqual(span(1, 0, 4));
});
