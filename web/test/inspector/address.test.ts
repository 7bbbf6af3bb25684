import { expect, test } from "vitest";
import { FIRST_SORTING, type Link, readLink, writeLink } from "../../src/inspector/address";
import { playbackAddress } from "../../src/inspector/playback-address";
import { readPlayback } from "../../src/live/playback-link";

const LINK: Link = {
  from: "2026-10-01",
  to: "2026-10-31",
  by: "village",
  squad: "2",
  chosen: "320281104206",
  day: "2026-10-30",
  sorting: { key: "covered", down: true },
  language: "en",
};

test("an address brings everything back", () => {
  const hash = writeLink(LINK);
  expect(hash).toBe(
    "period=2026-10-01,2026-10-31&by=village&squad=2&code=320281104206&day=2026-10-30&sort=-covered&lang=en",
  );
  expect(readLink(`#${hash}`)).toEqual(LINK);
});

test("parts that make no sense are left out", () => {
  expect(readLink("#period=2026-10-31,2026-10-01&by=street&code=<a>&day=soon&sort=-luck&lang=fr")).toEqual({
    from: null,
    to: null,
    by: "grid",
    squad: "",
    chosen: null,
    day: null,
    sorting: FIRST_SORTING,
    language: null,
  });
});

test("the live page reads the very minutes of a stay from its address", () => {
  const address = playbackAddress(7, "2026-10-30T01:00:20Z", "2026-10-30T01:06:40Z");
  expect(address.slice(0, 2)).toBe("/#");
  expect(readPlayback(new URLSearchParams(address.slice(2)))).toEqual({
    fromMs: Date.parse("2026-10-30T01:00:00Z"),
    toMs: Date.parse("2026-10-30T01:07:00Z"),
    squad: "",
    people: [7],
    atMs: Date.parse("2026-10-30T01:00:20Z"),
    speed: 30,
    trail: Number.POSITIVE_INFINITY,
  });
});
