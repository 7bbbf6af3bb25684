/** The boundaries of the edition in force, on tiles of their own, to be held against a draft. */

import type L from "leaflet";
import type { Layer } from "../api/layer";
import type { Frame } from "./frame";
import { labelRules, paintRules, type Theme } from "./rules";
import { tileSource, type VectorSource } from "./tiles";
import { VectorGrid } from "./vector-grid";

export const FORCE_PANE = "force";

export class InForce {
  private readonly grid: VectorGrid;
  private readonly sources = new Map<string, VectorSource>();

  constructor(
    private readonly map: L.Map,
    private readonly frame: Frame,
  ) {
    const pane = map.createPane(FORCE_PANE);
    pane.style.zIndex = "405";
    pane.style.pointerEvents = "none";
    this.grid = new VectorGrid({ pane: FORCE_PANE });
  }

  open(): void {
    this.grid.addTo(this.map);
  }

  /** Show layers of the boundaries, with their names or without. */
  show(layers: readonly Layer[], theme: Theme, named: boolean): void {
    this.grid.show({
      sources: new Map(layers.map((layer) => [layer.name, this.sourceOf(layer)])),
      paintRules: layers.flatMap((layer) => paintRules(layer, theme)),
      labelRules: named ? layers.flatMap((layer) => labelRules(layer, theme)) : [],
      clip: this.frame.shifted,
    });
  }

  private sourceOf({ name, tiles, minzoom, maxzoom }: Layer): VectorSource {
    const known = this.sources.get(name);
    if (known) return known;
    const source = tileSource(tiles[0] ?? "", { minzoom, maxzoom }, this.frame);
    this.sources.set(name, source);
    return source;
  }
}
