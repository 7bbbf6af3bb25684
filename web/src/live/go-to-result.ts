/** Bring a search result onto the map and select it. */

import type { SearchKind, SearchResult } from "../api/types";
import { type Live, select } from "./state";

/** Results that are things of a layer are remembered as such. */
const LAYER_OF: Partial<Record<SearchKind, string>> = { enterprise: "enterprises" };
/** What is large is shown from further away. */
const ZOOM_OF: Partial<Record<SearchKind, number>> = { squad: 13, village: 14, grid: 16, road: 16 };
const CLOSE = 17;

export function goToResult(live: Live, { kind, id, lon, lat }: SearchResult): void {
  const layer = LAYER_OF[kind];
  select(live, { lon, lat, thing: layer ? { layer, id } : null }, "here");
  live.map.value?.moveTo({ lon, lat, zoom: ZOOM_OF[kind] ?? CLOSE });
}
