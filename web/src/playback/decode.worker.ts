/** Unpacks tracks beside the page, so that the map does not stand still meanwhile. */

import { readTracks, warmUp } from "./pieces";

export type Order = { readonly body: ArrayBuffer; readonly beginMs: number; readonly endMs: number };

warmUp();

self.onmessage = ({ data }: MessageEvent<Order>) => {
  const tracks = readTracks(data.body, data.beginMs, data.endMs);
  const buffers = new Set(tracks.flatMap(({ atMs, lon, lat }) => [atMs.buffer, lon.buffer, lat.buffer]));
  self.postMessage(tracks, { transfer: [...buffers] });
};
