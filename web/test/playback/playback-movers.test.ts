import { expect, test } from "vitest";
import { thenOf } from "../../src/live/playback-people";
import type { Track } from "../../src/playback/pieces";
import { PlaybackMovers } from "../../src/playback/playback-movers";
import { heardOf } from "../../src/playback/time-strip";
import { stopsOf } from "../../src/playback/track-facts";

const MINUTE = 60_000;
/** Places in steps of a hundred thousandth of a degree, a metre: 10 m east each, at minutes. */
const trackOf = (person: number, minutes: readonly number[], metres: readonly number[]): Track => ({
  person,
  atMs: Float64Array.from(minutes, (minute) => minute * MINUTE),
  lon: Int32Array.from(metres, (metre) => metre * 10),
  lat: new Int32Array(minutes.length),
});
// walks for two minutes, is silent for twelve, stands for five, walks on
const WALK = trackOf(1, [0, 1, 2, 14, 15, 17, 19, 20], [0, 60, 120, 400, 401, 402, 400, 460]);

function at(minute: number, tracks = [WALK]) {
  const movers = new PlaybackMovers(
    tracks,
    ([lon, lat]) => ({ x: lon * 1e5, y: lat }),
    (person) => ({ name: `#${person}`, squad: null }),
    { moment: () => minute * MINUTE, playing: () => true },
    {
      gap: (minutes) => `gap ${minutes}`,
      stop: (minutes) => `stop ${minutes}`,
      late: (count) => `late ${count}`,
    },
  );
  movers.trailMinutes = Number.POSITIVE_INFINITY;
  return movers;
}

test("between two fixes somebody is on the way, to time, and looks where he goes", () => {
  const [mover] = at(1.5).frame(0).movers;
  expect(mover?.x).toBeCloseTo(90);
  expect(mover).toMatchObject({ id: 1, headingDeg: 90, freshness: "fresh" });
});

test("late fixes are marked where each stretch of them begins", () => {
  const movers = at(20);
  movers.late = { person: 1, atMs: Float64Array.of(MINUTE, 2 * MINUTE, 19 * MINUTE) };
  const words = movers.tails(1, 0)[0]?.notes.filter(({ mark }) => mark === "late");
  expect(words?.map((note) => note.words)).toEqual(["late 2", "late 1"]);
  expect(words?.[0]?.x).toBeCloseTo(60);
  movers.late = { person: 2, atMs: Float64Array.of(MINUTE) };
  expect(movers.tails(1, 0)[0]?.notes.some(({ mark }) => mark === "late")).toBe(false);
});

test("in a gap he stays where he was last heard of, and grows old", () => {
  expect(at(3).frame(0).movers[0]).toMatchObject({ freshness: "fresh", headingDeg: null });
  const [mover] = at(13).frame(0).movers;
  expect(mover?.x).toBeCloseTo(120);
  expect(mover?.freshness).toBe("lost");
});

test("nobody is there before the first fix, or ten minutes after the last", () => {
  expect(at(-1).frame(0).movers).toEqual([]);
  expect(at(29).frame(0).movers.length).toBe(1);
  expect(at(31).frame(0).movers).toEqual([]);
});

test("the trail ends where he is, is broken over the gap, and tells gap and stop with their minutes", () => {
  const [tail] = at(18).tails(1, 0);
  expect(tail?.spots.map(({ gap }) => gap)).toEqual([false, false, false, true, false, false, false]);
  expect(tail?.notes.map(({ words }) => words)).toEqual(["gap 12"]);
  expect(
    at(20)
      .tails(1, 0)[0]
      ?.notes.map(({ words }) => words),
  ).toEqual(["stop 5", "gap 12"]);
  const short = at(20);
  short.trailMinutes = 3;
  expect(short.tails(1, 0)[0]?.spots.length).toBe(2);
  short.trailMinutes = 0;
  expect(short.tails(1, 0)[0]?.spots).toEqual([]);
});

test("many people show the way of the selected one only", () => {
  const many = Array.from({ length: 13 }, (_, person) => trackOf(person, [0, 1], [0, 60]));
  const drawn = (selected: number | null) =>
    at(1, many)
      .tails(selected, 0)
      .filter(({ spots }) => spots.length > 0);
  expect([drawn(null).length, drawn(5).length]).toEqual([0, 1]);
});

test("what happened is told from the moment it was reported, for a while", () => {
  const told = (minute: number) => {
    const movers = at(minute);
    movers.happenings = [{ id: "1", atMs: 5 * MINUTE, lon: 0, lat: 0, words: "lamp out" }];
    return movers
      .tails(null, 0)
      .flatMap(({ notes }) => notes)
      .filter(({ mark }) => mark === "event").length;
  };
  expect([4, 5, 14, 15].map(told)).toEqual([0, 1, 1, 0]);
});

test("stops, and when somebody was heard of", () => {
  expect(stopsOf(WALK)).toEqual([{ index: 3, beginMs: 14 * MINUTE, endMs: 19 * MINUTE }]);
  expect(heardOf(WALK)).toEqual([
    [0, 2 * MINUTE],
    [14 * MINUTE, 20 * MINUTE],
  ]);
  expect([-1, 1, 5, 25, 31].map((minute) => thenOf(WALK, minute * MINUTE))).toEqual([
    "before",
    "heard",
    "silent",
    "heard",
    "over",
  ]);
});
