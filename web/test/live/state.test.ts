import { expect, test } from "vitest";
import { readLink } from "../../src/live/permalink";
import { clearSelection, createLive, pickPlace, select, setFilter, toggleLayer } from "../../src/live/state";
import { layerOf, SESSION } from "../worlds";

const LAYERS = [layerOf("grids", "polygon"), layerOf("heat", "raster", {}, { visible: false })];
const opened = (hash = "") => createLive(SESSION, LAYERS, readLink(hash, LAYERS));
const drawn = (live: ReturnType<typeof opened>) => live.drawn.value.map(({ layer }) => layer.name);

test("the layers that are on by default are drawn, in the service's order whatever was clicked first", () => {
  const live = opened();
  expect(drawn(live)).toEqual(["grids"]);
  toggleLayer(live, "grids", false);
  toggleLayer(live, "heat", true);
  toggleLayer(live, "grids", true);
  expect(drawn(live)).toEqual(["grids", "heat"]);
});

test("a place picked on the map is shown under Here, with the panel unfolded", () => {
  const live = opened();
  live.panelOpen.value = false;
  pickPlace(live, 120.5, 31.8);
  expect([live.tab.value, live.panelOpen.value]).toEqual(["here", true]);
});

test("a grid is outlined only while the place it was found for is selected", () => {
  const live = opened();
  pickPlace(live, 120.5, 31.8);
  live.found.value = { lon: 120.5, lat: 31.8, grid: "320281104200001" };
  expect(live.grid.value).toBe("320281104200001");
  select(live, { lon: 120.51, lat: 31.8, thing: { layer: "events", id: "1" } }, "events");
  expect(live.grid.value).toBeNull();
  pickPlace(live, 120.5, 31.8);
  expect(live.grid.value).toBe("320281104200001");
  clearSelection(live);
  expect(live.grid.value).toBeNull();
});

test("a filter reaches what is drawn, and an emptied one leaves nothing behind", () => {
  const live = opened();
  setFilter(live, "grids", { squad: "1" });
  expect(live.drawn.value[0]?.parameters).toEqual({ squad: "1" });
  setFilter(live, "grids", {});
  expect(live.filters.value).toEqual({});
});

test("a link with a selected place opens on it", () => {
  expect(opened("at=120.5,31.8").tab.value).toBe("here");
  expect(opened("").tab.value).toBe("people");
});
