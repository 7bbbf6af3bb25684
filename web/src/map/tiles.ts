/** Vector tiles of one layer, placed under the tiles of the map, shifted where the base map is. */

import Point from "@mapbox/point-geometry";
import { PmtilesSource, type PreparedTile, TileCache } from "protomaps-leaflet";
import { reach } from "../api/client";
import { type Frame, placeAt, tileAt } from "./frame";

/** Data tiles are drawn at this many CSS pixels, one zoom below the map's 256 px tiles: a quarter of the requests. */
const DATA_TILE_PX = 512;
const MAP_TILE_PX = 256;

export type Zxy = { readonly z: number; readonly x: number; readonly y: number };

/** Something that finds the data under a tile of the map. */
export type VectorSource = { prepare(tile: Zxy): Promise<PreparedTile[]> };

export type TileRange = { readonly minzoom: number; readonly maxzoom: number };

/** The zoom of the data for a zoom of the map; null where the layer has none yet. */
export function dataZoom(zoom: number, { minzoom, maxzoom }: TileRange): number | null {
  return zoom < minzoom ? null : Math.min(Math.max(zoom - 1, minzoom), maxzoom);
}

/** Tiles by address template, cached; nothing below `minzoom`, enlarged above `maxzoom`. */
export function tileSource(template: string, range: TileRange, frame: Frame): VectorSource {
  const cache = new TileCache(new PmtilesSource(tilesByAddress(template), true), DATA_TILE_PX);
  return {
    async prepare(tile) {
      const zoom = dataZoom(tile.z, range);
      if (zoom === null) return [];
      return Promise.all(
        tilesUnder(tile, zoom, frame).map(async (under) => ({
          ...under,
          z: tile.z,
          data: await cache.get(under.dataTile),
        })),
      );
    },
  };
}

/** PmtilesSource decodes whatever has this one method; ours asks the service tile by tile. */
function tilesByAddress(template: string): PmtilesSource["p"] {
  const getZxy = async (z: number, x: number, y: number, signal?: AbortSignal) => {
    const answer = await reach(tileAddress(template, { z, x, y }), signal ? { signal } : {});
    return answer.status === 200 ? { data: await answer.arrayBuffer() } : undefined;
  };
  return { getZxy } as unknown as PmtilesSource["p"];
}

export function tileAddress(template: string, { z, x, y }: Zxy): string {
  return template.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
}

export type Placed = Omit<PreparedTile, "z" | "data">;

/** The data tiles of zoom `zoom` that show under a map tile: one, or up to four where the base map is shifted. */
export function tilesUnder(tile: Zxy, zoom: number, frame: Frame): Placed[] {
  return frame.shifted ? shiftedTiles(tile, zoom, frame) : [straightTile(tile, zoom)];
}

function straightTile(tile: Zxy, zoom: number): Placed {
  const across = 2 ** (tile.z - zoom);
  const dataTile = { z: zoom, x: Math.floor(tile.x / across), y: Math.floor(tile.y / across) };
  return placed(dataTile, tile.z, new Point(0, 0));
}

/** Every data tile that shows under a shifted map tile; its shift is that of its centre (within a pixel). */
function shiftedTiles(tile: Zxy, zoom: number, frame: Frame): Placed[] {
  const corners = [0, 1].flatMap((dx) =>
    [0, 1].map((dy) => {
      const [lon, lat] = placeAt(tile.x + dx, tile.y + dy, tile.z);
      return tileAt(frame.toWorld({ lng: lon, lat }), zoom);
    }),
  );
  const tiles: Placed[] = [];
  for (const x of span(corners.map((corner) => corner.x))) {
    for (const y of span(corners.map((corner) => corner.y))) {
      const dataTile = { z: zoom, x, y };
      tiles.push(placed(dataTile, tile.z, shiftPx(dataTile, tile.z, frame)));
    }
  }
  return tiles;
}

/** Whole pixels at map zoom `zoom` from where a data tile lies in the world to where the base map shows it. */
export function shiftPx(tile: Zxy, zoom: number, frame: Frame): Point {
  const centre = placeAt(tile.x + 0.5, tile.y + 0.5, tile.z);
  const shown = frame.toMap(centre);
  const from = tileAt(centre, zoom);
  const to = tileAt([shown.lng, shown.lat], zoom);
  return new Point((to.x - from.x) * MAP_TILE_PX, (to.y - from.y) * MAP_TILE_PX).round();
}

function placed(dataTile: Zxy, zoom: number, shift: Point): Placed {
  const dim = MAP_TILE_PX * 2 ** (zoom - dataTile.z);
  const origin = new Point(dataTile.x * dim + shift.x, dataTile.y * dim + shift.y);
  return { dataTile, origin, dim, scale: dim / DATA_TILE_PX };
}

function span(values: readonly number[]): number[] {
  const first = Math.floor(Math.min(...values));
  const last = Math.floor(Math.max(...values));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
