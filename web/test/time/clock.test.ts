import { expect, test } from "vitest";
import { atSpeed, clockOf, pause, play, seek, stepSpeed, timeAt, wholeInAMinute } from "../../src/time/clock";

const HOUR = 3_600_000;
const fresh = () => clockOf(0, 8 * HOUR);

test("ten minutes at ×600 are a hundred hours less not one tick, however often it was looked at", () => {
  let clock = play(atSpeed(clockOf(0, 200 * HOUR), 600, 0), 1000);
  for (let wall = 1000; wall < 601_000; wall += 16.7) timeAt(clock, wall);
  expect(timeAt(clock, 601_000)).toBe(100 * HOUR);
  clock = pause(clock, 601_000);
  expect(timeAt(clock, 999_000)).toBe(100 * HOUR);
});

test("another speed and another moment go on from where it stands", () => {
  let clock = play(atSpeed(fresh(), 60, 0), 0);
  clock = atSpeed(clock, 120, 1000);
  expect(timeAt(clock, 2000)).toBe(180_000);
  clock = seek(clock, HOUR, 2000);
  expect(timeAt(clock, 3000)).toBe(HOUR + 120_000);
  expect(timeAt(seek(clock, -5, 0), 0)).toBe(0);
});

test("it stands still at the end, and plays from the beginning again", () => {
  const clock = play(seek(fresh(), 8 * HOUR - 1000, 0), 0);
  expect(timeAt(clock, 10_000)).toBe(8 * HOUR);
  expect(timeAt(play(clock, 10_000), 10_000)).toBe(0);
});

test("speeds go up and down the list and no further; a whole shift takes a minute", () => {
  const speeds = (clock: ReturnType<typeof fresh>, by: 1 | -1) => stepSpeed(clock, by, 0).speed;
  expect([speeds(fresh(), 1), speeds(fresh(), -1)]).toEqual([120, 30]);
  expect(speeds(atSpeed(fresh(), 600, 0), 1)).toBe(600);
  expect(speeds(atSpeed(fresh(), 1, 0), -1)).toBe(1);
  expect(wholeInAMinute(fresh())).toBe(480);
  expect(speeds(atSpeed(fresh(), 480, 0), 1)).toBe(600);
});
