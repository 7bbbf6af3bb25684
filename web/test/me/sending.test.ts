/** The queue of the page's own tracking: sent in order, kept while nobody takes it. */

import { describe, expect, test } from "vitest";
import { Problem } from "../../src/api/client";
import type { OwnFix } from "../../src/api/me";
import { sendAll } from "../../src/me/sending";
import { fixOf } from "../../src/me/watching";

const NOW = 1_762_056_000_000;

function fix(at_ms: number): OwnFix {
  return { at_ms, lon: 120, lat: 31, accuracy_m: 5, speed_mps: null, heading_deg: null };
}

function queueOf(count: number) {
  let kept = Array.from({ length: count }, (_, number) => fix(number));
  return {
    left: () => kept.length,
    oldest: async (most: number) => kept.slice(0, most),
    remove: async (fixes: readonly OwnFix[]) => {
      kept = kept.filter((one) => !fixes.includes(one));
    },
  };
}

function refusing(status: number) {
  return async () => {
    throw new Problem(status, "", null, null);
  };
}

describe("sending", () => {
  test("450 fixes go as 200, 200 and 50, the oldest first", async () => {
    const sent: number[][] = [];
    const queue = queueOf(450);
    expect(await sendAll(queue, async (fixes) => sent.push(fixes.map((one) => one.at_ms)))).toBe(true);
    expect(sent.map((one) => one.length)).toEqual([200, 200, 50]);
    expect(sent.flat()).toEqual(Array.from({ length: 450 }, (_, number) => number));
    expect(queue.left()).toBe(0);
  });

  test.each([0, 401, 429, 500, 503])("what meets %i stays", async (status) => {
    const queue = queueOf(3);
    expect(await sendAll(queue, refusing(status))).toBe(false);
    expect(queue.left()).toBe(3);
  });

  test("what can never be taken blocks nothing behind it", async () => {
    const queue = queueOf(201);
    expect(await sendAll(queue, refusing(422))).toBe(true);
    expect(queue.left()).toBe(0);
  });
});

describe("a place of the browser's", () => {
  const coords = { longitude: 120.3, latitude: 31.7, accuracy: 8, speed: null, heading: Number.NaN };
  const position = (timestamp: number) => ({ coords, timestamp }) as unknown as GeolocationPosition;

  test("unknown is null, and a true time stays", () => {
    expect(fixOf(position(NOW - 900.4), NOW)).toEqual({
      at_ms: NOW - 900,
      lon: 120.3,
      lat: 31.7,
      accuracy_m: 8,
      speed_mps: null,
      heading_deg: null,
    });
  });

  test("a time counted from another year is replaced by that of arrival", () => {
    expect(fixOf(position(NOW - 978_307_200_000), NOW).at_ms).toBe(NOW);
  });
});
