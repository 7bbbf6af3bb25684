import { expect, test } from "vitest";
import { type Link, readLink, writeLink } from "../../src/planner/address";

const LINK: Link = {
  draft: 12,
  view: { lon: 120.3435, lat: 31.7538, zoom: 15 },
  chosen: ["320281104206001", "320281104206002"],
  tab: "impact",
  compare: true,
  language: "en",
};

test("an address brings everything back", () => {
  const hash = writeLink(LINK);
  expect(hash).toBe(
    "draft=12&view=120.34350,31.75380,15&grids=320281104206001,320281104206002&tab=impact&compare=1&lang=en",
  );
  expect(readLink(`#${hash}`)).toEqual(LINK);
});

test("parts of an address that make no sense are left out", () => {
  const nothing = { draft: null, view: null, chosen: [], tab: null, compare: false, language: null };
  expect(readLink("")).toEqual(nothing);
  expect(readLink("#draft=-1&view=200,0,15&grids=<b>&tab=people&compare=yes&lang=fr")).toEqual(nothing);
  expect(readLink("#draft=0&view=,,&grids=,")).toEqual(nothing);
});
