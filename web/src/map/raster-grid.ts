/** A Leaflet layer of pictures made by the service, drawn where the map's datum shows them. */

import L from "leaflet";
import type { Frame } from "./frame";
import { type Placed, type TileRange, tileAddress, tilesUnder, type Zxy } from "./tiles";

const TILE_PX = 256;

export class RasterGrid extends L.GridLayer {
  private readonly painted = new Map<HTMLCanvasElement, Zxy>();

  constructor(
    private template: string,
    private readonly range: TileRange,
    private readonly frame: Frame,
    options: L.GridLayerOptions,
  ) {
    super({ ...options, tileSize: TILE_PX, noWrap: true, minZoom: range.minzoom });
    this.on("tileunload", (event) => this.painted.delete((event as L.TileEvent).tile as never));
  }

  /** Draw from another address, over what is shown. */
  show(template: string): void {
    if (template === this.template) return;
    this.template = template;
    for (const [canvas, tile] of this.painted) void this.paintTile(tile, canvas);
  }

  protected override createTile(tile: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    const at = { z: tile.z, x: tile.x, y: tile.y };
    this.painted.set(canvas, at);
    this.paintTile(at, canvas).then(
      () => done(undefined, canvas),
      (reason: Error) => done(reason, canvas),
    );
    return canvas;
  }

  private async paintTile(tile: Zxy, canvas: HTMLCanvasElement): Promise<void> {
    const { template } = this;
    const under = tilesUnder(tile, Math.min(tile.z, this.range.maxzoom), this.frame);
    const pictures = await Promise.all(under.map((one) => loadPicture(tileAddress(template, one.dataTile))));
    if (template !== this.template) return;
    canvas.width = TILE_PX;
    canvas.height = TILE_PX;
    const context = canvas.getContext("2d");
    under.forEach((one, index) => {
      const picture = pictures[index];
      if (picture) context?.drawImage(picture, ...boxIn(tile, one));
    });
  }
}

function boxIn(tile: Zxy, { origin, dim }: Placed): [x: number, y: number, width: number, height: number] {
  return [origin.x - TILE_PX * tile.x, origin.y - TILE_PX * tile.y, dim, dim];
}

/** An empty tile (204) is an error to an image element and simply draws nothing. */
function loadPicture(address: string): Promise<HTMLImageElement | null> {
  return new Promise((resolve) => {
    const picture = new Image();
    picture.onload = () => resolve(picture);
    picture.onerror = () => resolve(null);
    picture.src = address;
  });
}
