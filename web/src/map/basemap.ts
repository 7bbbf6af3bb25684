/** The ground under the town's own layers: none, a PMTiles file, or tiles by address. */

import { namedFlavor } from "@protomaps/basemaps";
import L from "leaflet";
import { labelRules, type PaintRule, PmtilesSource, paintRules, TileCache, View } from "protomaps-leaflet";
import type { Basemap } from "../api/types";
import type { Theme } from "./rules";
import type { VectorSource } from "./tiles";
import { VectorGrid } from "./vector-grid";

export type Ground = { readonly layer: L.GridLayer; paint(theme: Theme, language: string): void };

/** Make the base map's layer; it is drawn in its own datum, so nothing in it is shifted. */
export function groundOf(basemap: Basemap, pane: string): Ground | null {
  if (basemap.kind === "layers") return null;
  if (basemap.kind === "xyz") {
    const layer = L.tileLayer(basemap.url, { pane, maxNativeZoom: basemap.maxzoom, maxZoom: 20 });
    return { layer, paint: () => undefined };
  }
  const layer = new VectorGrid({ pane });
  const source = fileSource(basemap.url);
  return { layer, paint: (theme, language) => layer.show(filePicture(source, theme, language)) };
}

const FILE_MAXZOOM = 15;

function fileSource(url: string): VectorSource {
  const view = new View(new TileCache(new PmtilesSource(url, true), 512), FILE_MAXZOOM, 1);
  return { prepare: async (tile) => [await view.getDisplayTile(tile)] };
}

function filePicture(source: VectorSource, theme: Theme, language: string) {
  const flavor = namedFlavor(theme);
  const named = <R extends Pick<PaintRule, "dataSource">>(rule: R): R => ({ ...rule, dataSource: "" });
  return {
    sources: new Map([["", source]]),
    paintRules: paintRules(flavor).map(named),
    labelRules: labelRules(flavor, language).map(named),
    clip: false,
  };
}
