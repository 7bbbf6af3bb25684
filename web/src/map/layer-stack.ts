/** The layers that are switched on, in the order they are listed: ground, rasters, then the rest with all labels. */

import type L from "leaflet";
import { queryString } from "../api/client";
import type { Layer } from "../api/layer";
import type { Frame } from "./frame";
import { RasterGrid } from "./raster-grid";
import { labelRules, paintRules, type Theme } from "./rules";
import { type TileRange, tileSource, type VectorSource } from "./tiles";
import type { Shown } from "./town-map";
import { type Picture, VectorGrid } from "./vector-grid";

export class LayerStack {
  private readonly ground: VectorGrid;
  private readonly upper: VectorGrid;
  private readonly rasters = new Map<string, RasterGrid>();
  private readonly sources = new Map<string, VectorSource>();

  constructor(
    private readonly map: L.Map,
    private readonly frame: Frame,
  ) {
    for (const [name, zIndex] of [
      ["ground", "200"],
      ["rasters", "250"],
      ["upper", "300"],
    ] as const) {
      const pane = map.createPane(name);
      pane.style.zIndex = zIndex;
      pane.style.pointerEvents = "none";
    }
    this.ground = new VectorGrid({ pane: "ground" });
    this.upper = new VectorGrid({ pane: "upper" });
  }

  open(): void {
    this.ground.addTo(this.map);
    this.upper.addTo(this.map);
  }

  show(shown: readonly Shown[], theme: Theme): void {
    const vectors = shown.filter(({ layer }) => layer.kind !== "raster");
    const below = vectors.filter(({ layer }) => layer.group === "ground");
    const above = vectors.filter(({ layer }) => layer.group !== "ground");
    this.ground.show(this.picture(below, theme, []));
    this.upper.show({ ...this.picture(above, theme, vectors), sources: this.sourcesOf(vectors) });
    this.showRasters(shown.filter(({ layer }) => layer.kind === "raster"));
  }

  private picture(painted: readonly Shown[], theme: Theme, labelled: readonly Shown[]): Picture {
    return {
      sources: this.sourcesOf(painted),
      paintRules: painted.flatMap(({ layer }) => paintRules(layer, theme)),
      labelRules: labelsByWeight(labelled, theme),
      clip: this.frame.shifted,
    };
  }

  private sourcesOf(shown: readonly Shown[]): ReadonlyMap<string, VectorSource> {
    return new Map(shown.map((one) => [one.layer.name, this.sourceOf(one)]));
  }

  /** One source per address, so that what was fetched is kept while layers go off and on. */
  private sourceOf({ layer, parameters }: Shown): VectorSource {
    const address = addressOf({ layer, parameters });
    const known = this.sources.get(address);
    if (known) return known;
    const source = tileSource(address, rangeOf(layer), this.frame);
    this.sources.set(address, source);
    return source;
  }

  private showRasters(shown: readonly Shown[]): void {
    const wanted = new Set(shown.map(({ layer }) => layer.name));
    for (const [name, grid] of this.rasters) {
      if (wanted.has(name)) continue;
      grid.remove();
      this.rasters.delete(name);
    }
    for (const one of shown) {
      const known = this.rasters.get(one.layer.name);
      if (known) known.show(addressOf(one));
      else this.rasters.set(one.layer.name, this.newRaster(one));
    }
  }

  private newRaster(one: Shown): RasterGrid {
    const grid = new RasterGrid(addressOf(one), rangeOf(one.layer), this.frame, { pane: "rasters" });
    return grid.addTo(this.map);
  }
}

/** The larger words win where two would collide. */
function labelsByWeight(shown: readonly Shown[], theme: Theme) {
  const weighed = shown.flatMap(({ layer }) => {
    const rules = labelRules(layer, theme);
    return layer.style.labels.map((label, index) => ({
      rule: rules[index],
      weight: label.size + (label.bold ? 1 : 0),
    }));
  });
  weighed.sort((a, b) => b.weight - a.weight);
  return weighed.flatMap(({ rule }) => (rule ? [rule] : []));
}

function addressOf({ layer, parameters }: Shown): string {
  return (layer.tiles[0] ?? "") + queryString(parameters);
}

function rangeOf({ minzoom, maxzoom }: Layer): TileRange {
  return { minzoom, maxzoom };
}
