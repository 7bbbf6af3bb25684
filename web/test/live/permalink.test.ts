import { expect, test } from "vitest";
import { EVERYBODY } from "../../src/live/duty";
import { type Link, readLink, writeLink } from "../../src/live/permalink";
import { layerOf } from "../worlds";
import { HEAT_PARAMETERS } from "./heat-parameters";

const LAYERS = [layerOf("grids", "polygon"), layerOf("heat", "raster", {}, { parameters: HEAT_PARAMETERS })];
const EMPTY: Link = {
  view: null,
  shown: null,
  filters: {},
  duty: EVERYBODY,
  playback: null,
  selected: null,
  tab: null,
  language: null,
};

test("everything that is shown comes back from the address", () => {
  const link: Link = {
    view: { lon: 120.55, lat: 31.85, zoom: 14 },
    shown: ["grids", "heat"],
    filters: { heat: { category: ["01", "a&b=c"], from: "2026-01-01", hours: ["7"], bandwidth_m: "250" } },
    duty: { q: "Li & 1", squad: "2", post: "grid_head", state: "lost" },
    playback: {
      fromMs: Date.UTC(2026, 10, 3, 0),
      toMs: Date.UTC(2026, 10, 3, 9),
      squad: "1",
      people: [7, 8],
      atMs: Date.UTC(2026, 10, 3, 1, 2, 3),
      speed: 60,
      trail: Number.POSITIVE_INFINITY,
    },
    selected: { lon: 120.5512345, lat: 31.8512345, thing: { layer: "events", id: "20261103-1:2" } },
    tab: "here",
    language: "en",
  };
  expect(readLink(`#${writeLink(link)}`, LAYERS)).toEqual(link);
});

test("an address without a word shows the usual", () => {
  expect(readLink("", LAYERS)).toEqual(EMPTY);
  expect(writeLink(EMPTY)).toBe("");
});

test("no layer at all is something else than the usual layers", () => {
  expect(readLink(writeLink({ ...EMPTY, shown: [] }), LAYERS).shown).toEqual([]);
});

test.each([
  "view=120,31",
  "view=NaN,31,12",
  "view=120,91,12",
  "view=120,31,99",
  "view=,,",
  "at=abc",
  "at=200,10",
  "tab=admin",
  "lang=fr",
  "duty.state=dead",
  "play=2026-11-03T09:00:00Z,2026-11-03T00:00:00Z",
  "play=now&play.speed=60",
  "heat.nothing=1",
  "mars.category=1",
  "%E0%A4%A",
])("nonsense is left out: %s", (hash) => {
  expect(readLink(hash, LAYERS)).toEqual(EMPTY);
});

test("layers that there are not are left out", () => {
  expect(readLink("layers=grids,mars", LAYERS).shown).toEqual(["grids"]);
});
