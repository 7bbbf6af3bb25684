import { beforeEach, expect, test, vi } from "vitest";
import { followAddress } from "../../src/live/address";
import { readLink } from "../../src/live/permalink";
import { createLive, pickPlace, toggleLayer } from "../../src/live/state";
import { layerOf, SESSION } from "../worlds";

const LAYERS = [layerOf("grids", "polygon"), layerOf("roads", "line")];

function opened() {
  const live = createLive(SESSION, LAYERS, readLink(window.location.hash, LAYERS));
  return { live, stop: followAddress(live) };
}

beforeEach(() => window.history.replaceState(null, "", "/"));

test("looking around replaces the entry, choosing makes one to go back to", () => {
  const { live, stop } = opened();
  const before = window.history.length;
  live.view.value = { lon: 120.5, lat: 31.8, zoom: 13 };
  live.view.value = { lon: 120.6, lat: 31.8, zoom: 13 };
  expect(window.history.length).toBe(before);
  pickPlace(live, 120.55, 31.85);
  toggleLayer(live, "roads", false);
  expect(window.history.length).toBeGreaterThan(before);
  expect(readLink(window.location.hash, LAYERS)).toMatchObject({
    view: { lon: 120.6 },
    selected: { lon: 120.55 },
    shown: ["grids"],
  });
  stop();
});

test("a drag writes its last view only, once it rests", () => {
  vi.useFakeTimers();
  const { live, stop } = opened();
  const written = vi.spyOn(window.history, "replaceState");
  for (const lon of [120.5, 120.6, 120.7]) live.view.value = { lon, lat: 31.8, zoom: 13 };
  vi.advanceTimersByTime(1000);
  expect(written).toHaveBeenCalledTimes(1);
  expect(readLink(window.location.hash, LAYERS).view?.lon).toBe(120.7);
  stop();
  written.mockRestore();
  vi.useRealTimers();
});

test("an older address is taken over by the page", () => {
  const { live, stop } = opened();
  pickPlace(live, 120.55, 31.85);
  window.history.replaceState(null, "", "/#layers=roads&tab=events");
  window.dispatchEvent(new PopStateEvent("popstate"));
  expect(live.selected.value).toBeNull();
  expect([live.shown.value, live.tab.value]).toEqual([["roads"], "events"]);
  stop();
});
