import { afterEach, expect, test } from "vitest";
import { language } from "../../src/i18n";
import { age, civilDay, civilMinute, clock, exact, instantOf, short } from "../../src/time/town-time";

const ZONE = "Asia/Shanghai";
const NOW = new Date("2026-11-04T02:00:00Z"); // 10:00 in the town

afterEach(() => {
  language.value = "zh";
});

test("the clock is the town's, whatever zone the computer is in", () => {
  expect(clock(new Date("2026-11-03T16:04:31Z"), ZONE)).toBe("00:04:31");
  expect(exact(new Date("2026-11-03T16:04:31Z"), ZONE)).toBe("2026-11-04 00:04:31");
});

test.each([
  ["2026-11-03T16:04:00Z", "00:04"],
  ["2026-11-03T15:59:00Z", "yesterday 23:59"],
  ["2026-11-02T15:59:00Z", "11-02 23:59"],
  ["2025-12-31T16:00:00Z", "01-01 00:00"],
  ["2025-12-31T15:59:00Z", "2025-12-31 23:59"],
])("%s is written %s", (at, written) => {
  language.value = "en";
  expect(short(new Date(at), NOW, ZONE)).toBe(written);
});

test.each([
  [-5000, "0 seconds ago"],
  [59_999, "59 seconds ago"],
  [60_000, "1 minute ago"],
  [3_600_000 * 2.9, "2 hours ago"],
])("%d ms are %s", (ms, words) => {
  language.value = "en";
  expect(age(ms)).toBe(words);
});

test.each([
  ["Asia/Shanghai", "2026-11-04", "08:00", "2026-11-04T00:00:00.000Z"],
  ["America/New_York", "2026-11-01", "00:30", "2026-11-01T04:30:00.000Z"],
  ["America/New_York", "2026-11-01", "08:00", "2026-11-01T13:00:00.000Z"],
])("in %s, %s %s is %s, and back", (zone, day, minute, instant) => {
  const at = instantOf(day, minute, zone);
  expect(at.toISOString()).toBe(instant);
  expect([civilDay(at, zone), civilMinute(at, zone)]).toEqual([day, minute]);
});
