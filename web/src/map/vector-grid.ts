/** A Leaflet layer that paints vector tiles on canvas by rules, with labels that keep out of each other's way. */

import Point from "@mapbox/point-geometry";
import L from "leaflet";
import { Labelers, type LabelRule, type PaintRule, type PreparedTile, paint } from "protomaps-leaflet";
import type { VectorSource, Zxy } from "./tiles";

const TILE_PX = 256;
/** Symbols and labels reach over the edge of their tile by at most this. */
const REACH_PX = 16;
/** Labels of so many data tiles are remembered per source: those of a wide screen. */
const LABELLED_TILES = 96;

/** What to paint: sources by name, and the rules that name them as dataSource. */
export type Picture = {
  readonly sources: ReadonlyMap<string, VectorSource>;
  readonly paintRules: PaintRule[];
  readonly labelRules: LabelRule[];
  /** Cut every data tile at its own edge, needed where several lie under one map tile. */
  readonly clip: boolean;
};

export class VectorGrid extends L.GridLayer {
  private picture: Picture = { sources: new Map(), paintRules: [], labelRules: [], clip: false };
  private labelers = this.freshLabelers();
  private readonly painted = new Map<string, { readonly tile: Zxy; readonly canvas: HTMLCanvasElement }>();

  constructor(options: L.GridLayerOptions) {
    super({ ...options, tileSize: TILE_PX, noWrap: true });
    this.on("tileunload", (event) => this.painted.delete(keyOf((event as L.TileEvent).coords)));
  }

  /** Paint another picture over the tiles that are shown, without blanking them first. */
  show(picture: Picture): void {
    this.picture = picture;
    this.labelers = this.freshLabelers();
    for (const { tile, canvas } of this.painted.values()) void this.paintTile(tile, canvas);
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    const tile = { z: coords.z, x: coords.x, y: coords.y };
    this.painted.set(keyOf(tile), { tile, canvas });
    this.paintTile(tile, canvas).then(
      () => done(undefined, canvas),
      (reason: Error) => done(reason, canvas),
    );
    return canvas;
  }

  private freshLabelers(): Labelers {
    const scratch = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    return new Labelers(scratch, this.picture.labelRules, LABELLED_TILES, (keys) => {
      for (const key of keys) {
        const shown = this.painted.get(key);
        if (shown) void this.paintTile(shown.tile, shown.canvas);
      }
    });
  }

  private async paintTile(tile: Zxy, canvas: HTMLCanvasElement): Promise<void> {
    const { picture, labelers } = this;
    const prepared = await prepareAll(picture.sources, tile);
    const overtaken = picture !== this.picture || this.painted.get(keyOf(tile))?.canvas !== canvas;
    if (overtaken) return;
    labelers.add(tile.z, prepared);
    const ratio = window.devicePixelRatio;
    canvas.width = TILE_PX * ratio;
    canvas.height = TILE_PX * ratio;
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.scale(ratio, ratio);
    const labels = labelers.getIndex(tile.z) ?? null;
    const origin = new Point(TILE_PX * tile.x, TILE_PX * tile.y);
    paint(context, tile.z, prepared, labels, picture.paintRules, reachOf(origin), origin, picture.clip);
  }
}

/** A source that fails leaves its part out; the connection banner says so and the map is shown again later. */
async function prepareAll(
  sources: ReadonlyMap<string, VectorSource>,
  tile: Zxy,
): Promise<Map<string, PreparedTile[]>> {
  const prepared = new Map<string, PreparedTile[]>();
  const one = async ([name, source]: [string, VectorSource]) => {
    prepared.set(name, await source.prepare(tile).catch(() => []));
  };
  await Promise.all(Array.from(sources, one));
  return prepared;
}

function reachOf(origin: Point) {
  return {
    minX: origin.x - REACH_PX,
    minY: origin.y - REACH_PX,
    maxX: origin.x + TILE_PX + REACH_PX,
    maxY: origin.y + TILE_PX + REACH_PX,
  };
}

/** As the labeller writes it. */
function keyOf({ x, y, z }: Zxy): string {
  return `${x}:${y}:${z}`;
}
