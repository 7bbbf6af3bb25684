/** Bring a search result onto the map and select it. */

import type { SearchKind, SearchResult } from "../api/types";
import { type Live, select } from "./state";

/** Results that are things of a layer are remembered as such. */
const LAYER_OF: Partial<Record<SearchKind, string>> = { enterprise: "enterprises" };
const CLOSE = 16;

export function goToResult(live: Live, { kind, id, lon, lat, bbox }: SearchResult): void {
  const layer = LAYER_OF[kind];
  select(live, { lon, lat, thing: layer ? { layer, id: String(id) } : null }, "here");
  if (bbox) live.map.value?.fit(bbox);
  else live.map.value?.approach([lon, lat], CLOSE);
}
