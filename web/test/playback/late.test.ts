import { expect, test } from "vitest";
import { lateSpans, readLate } from "../../src/playback/late";

const T = 1_763_942_400_000;
const DAY_MS = 86_400_000;
// What the service's own encoder wrote of two days of person 7: flags 0, 4, 260, and 4.
const PLACES = [
  "010101010700000003000000000029b39a01000010270000e0a12b0720b4e301020000000000",
  "010101010700000001000000005c4fb89a01000001000000e0a12b0720b4e301",
];
const QUALITY = [
  "02010102070000000300000000000000000000000100000000000000000000000505050c0c0c000404000001",
  "0201010107000000010000000000000000000000010000000000000000000000050c04",
];

function bytes(...pieces: string[]): ArrayBuffer {
  const pairs = pieces.join("").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)).buffer;
}

test("late fixes of all days are told by their moments, within the span", () => {
  const all = readLate(bytes(...PLACES, ...QUALITY), T, T + 2 * DAY_MS);
  expect(Array.from(all)).toEqual([T + 10_000, T + 20_000, T + DAY_MS]);
  expect(Array.from(readLate(bytes(...PLACES, ...QUALITY), T + 15_000, T + DAY_MS - 1))).toEqual([
    T + 20_000,
  ]);
});

test("quality that does not belong to the places is refused", () => {
  expect(() => readLate(bytes(...PLACES, ...[...QUALITY].reverse()), T, T + 1)).toThrow(RangeError);
  expect(() => readLate(bytes(QUALITY[0] as string), T, T + 1)).toThrow(RangeError);
  expect(() => readLate(bytes("03".repeat(32)), T, T + 1)).toThrow(RangeError);
});

test("late fixes that lie close are one stretch", () => {
  expect(lateSpans(Float64Array.of(1, 5, 20), 10)).toEqual([
    [1, 5],
    [20, 20],
  ]);
  expect(lateSpans(new Float64Array(), 10)).toEqual([]);
});
