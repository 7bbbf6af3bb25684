/** Between places of the world (WGS-84) and places on the map shown, whose base map may be shifted. */

import L from "leaflet";
import type { Bounds, Datum } from "../api/types";
import { fromWgs84, type LonLat, toWgs84 } from "./datum";

export type Frame = {
  readonly datum: Datum;
  readonly shifted: boolean;
  toMap(place: LonLat): L.LatLng;
  toWorld(at: { readonly lng: number; readonly lat: number }): LonLat;
  boxToMap(box: Bounds): L.LatLngBounds;
};

/** Overlays and clicks are shifted, never the data, so that both lie where the base map shows them. */
export function frameOf(datum: Datum): Frame {
  const toMap = (place: LonLat) => {
    const [lon, lat] = fromWgs84(place, datum);
    return L.latLng(lat, lon);
  };
  return {
    datum,
    shifted: datum === "gcj02" || datum === "bd09",
    toMap,
    toWorld: (at) => toWgs84([at.lng, at.lat], datum),
    boxToMap: ([west, south, east, north]) => L.latLngBounds(toMap([west, south]), toMap([east, north])),
  };
}

/** The tile that holds a place of the world, `zoom` levels down, in fractions of a tile. */
export function tileAt([lon, lat]: LonLat, zoom: number): { readonly x: number; readonly y: number } {
  const size = 2 ** zoom;
  const phi = (lat * Math.PI) / 180;
  const mercator = Math.asinh(Math.tan(phi)) / Math.PI;
  return { x: ((lon + 180) / 360) * size, y: ((1 - mercator) / 2) * size };
}

/** The inverse of `tileAt`. */
export function placeAt(x: number, y: number, zoom: number): LonLat {
  const size = 2 ** zoom;
  const phi = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size)));
  return [(x / size) * 360 - 180, (phi * 180) / Math.PI];
}
