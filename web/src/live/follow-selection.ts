/** Show on the map what is selected: the place ringed, its grid outlined. */

import { effect } from "@preact/signals";
import { getItems } from "../api/calls";
import type { Bounds } from "../api/types";
import type { TownMap } from "../map/town-map";
import { DUTY } from "./duty";
import type { Live } from "./state";

const GRIDS = "grids";
/** Half the side of the box asked for, in degrees: about a metre. */
const NEARBY_DEG = 1e-5;

/** Start following; returns what stops it. */
export function followSelection(live: Live, map: TownMap): () => void {
  const stopRing = effect(() => {
    const selected = live.selected.value;
    const walks = selected?.thing?.layer === DUTY;
    map.selection.mark(selected && !walks ? [selected.lon, selected.lat] : null);
  });
  const stopBorder = effect(() => {
    const code = live.grid.value;
    const selected = live.selected.peek();
    map.selection.outline(null);
    if (code === null || selected === null) return undefined;
    const aborter = new AbortController();
    borderOf(code, selected.lon, selected.lat, aborter.signal).then(
      (border) => aborter.signal.aborted || map.selection.outline(border),
      () => undefined,
    );
    return () => aborter.abort();
  });
  return () => {
    stopRing();
    stopBorder();
  };
}

async function borderOf(code: string, lon: number, lat: number, signal: AbortSignal) {
  const box: Bounds = [lon - NEARBY_DEG, lat - NEARBY_DEG, lon + NEARBY_DEG, lat + NEARBY_DEG];
  const found = await getItems(GRIDS, box, {}, 10, { signal });
  return found.features.find((feature) => feature.properties.code === code)?.geometry ?? null;
}
