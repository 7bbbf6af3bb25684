import { expect, test } from "vitest";
import { firstAfter, readTracks, warmUp } from "../../src/playback/pieces";

const T = 1_763_942_400_000;
const DAY_MS = 86_400_000;
// What the service's own encoder wrote of four fixes of person 7, one of the next day, and two of person 9.
const DAY_7 =
  "010204020700000004000000000029b39a010000f4010000d34b2c075486e40128029400000d0001d900006700000e000032c88f1d00df18";
const NEXT_7 = "010101010700000001000000005c4fb89a01000001000000000e2707c005d901";
const DAY_9 = "010101010900000002000000000029b39a01000010270000000e2707c005d90102c800";

function bytes(...pieces: string[]): ArrayBuffer {
  const pairs = pieces.join("").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)).buffer;
}

test("pieces are read to the millionth of a degree, differences of all widths and across the meridian", () => {
  const [track] = readTracks(bytes(DAY_7), T, T + DAY_MS);
  expect(track?.person).toBe(7);
  expect(Array.from(track?.atMs ?? [])).toEqual([T, T + 10_000, T + 20_500, T + 900_000]);
  expect(Array.from(track?.lon ?? [])).toEqual([120_343_507, 120_343_607, 120_343_507, -500_000]);
  expect(Array.from(track?.lat ?? [])).toEqual([31_753_812, 31_753_812, 31_753_700, 31_760_000]);
});

test("days of a person are joined in order of time, and cut to the span", () => {
  const all = readTracks(bytes(NEXT_7, DAY_9, DAY_7), T + 10_000, T + DAY_MS);
  expect(all.map(({ person, atMs }) => [person, atMs.length])).toEqual([
    [7, 4],
    [9, 1],
  ]);
  expect(readTracks(bytes(DAY_9), T + DAY_MS, T + 2 * DAY_MS)).toEqual([]);
  expect(readTracks(new ArrayBuffer(0), T, T + 1)).toEqual([]);
});

test("what is no piece of places is refused", () => {
  expect(() => readTracks(bytes(DAY_9.replace(/^01/, "02")), T, T + 1)).toThrow(RangeError);
  expect(() => readTracks(bytes(DAY_9).slice(0, 33), T, T + 1)).toThrow(RangeError);
});

test("the first moment after another is found by halving", () => {
  const moments = Float64Array.of(1, 3, 3, 7);
  expect([0, 1, 3, 6, 7].map((ms) => firstAfter(moments, ms))).toEqual([0, 1, 3, 3, 4]);
});

test("warming up reads a piece that is whole", () => {
  expect(warmUp).not.toThrow();
});
