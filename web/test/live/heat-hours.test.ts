import { expect, test } from "vitest";
import { plays, showHour } from "../../src/live/heat-hours";
import { readLink } from "../../src/live/permalink";
import { createLive, setFilter } from "../../src/live/state";
import { layerOf, SESSION } from "../worlds";
import { HEAT_PARAMETERS } from "./heat-parameters";

const HEAT = layerOf("heat", "raster", {}, { parameters: HEAT_PARAMETERS });

test("an hour takes the place of the hours chosen, other filters stay, and all hours come back", () => {
  const live = createLive(SESSION, [HEAT], readLink("", [HEAT]));
  setFilter(live, "heat", { bandwidth_m: "200", hours: ["7", "8"] });
  showHour(live, HEAT, 23);
  expect(live.filters.value).toEqual({ heat: { bandwidth_m: "200", hours: ["23"] } });
  showHour(live, HEAT, null);
  expect(live.filters.value).toEqual({ heat: { bandwidth_m: "200" } });
});

test("only rasters that can be filtered by hours are played", () => {
  expect([plays(HEAT), plays(layerOf("grids", "polygon")), plays(layerOf("x", "raster"))]).toEqual([
    true,
    false,
    false,
  ]);
});
