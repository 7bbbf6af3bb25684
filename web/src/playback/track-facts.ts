/** What a track tells of itself: gaps over which nobody knows the way, and stops with their length. */

import { groundDistanceM } from "../map/ground-distance";
import type { Track } from "./pieces";

export type Stop = { readonly index: number; readonly beginMs: number; readonly endMs: number };

// The service's own thresholds of a track.
export const GAP_MS = 600_000;
const GAP_M = 500;
const STOP_MS = 180_000;
const STOP_M = 30;
const MICRO = 1e6;

export function placeOf({ lon, lat }: Track, index: number): readonly [number, number] {
  return [(lon[index] as number) / MICRO, (lat[index] as number) / MICRO];
}

/** Tell whether nothing is known between a fix and the one before it. */
export function isGap(track: Track, index: number): boolean {
  if (index === 0) return false;
  const silentMs = (track.atMs[index] as number) - (track.atMs[index - 1] as number);
  return silentMs > GAP_MS || groundDistanceM(placeOf(track, index - 1), placeOf(track, index)) > GAP_M;
}

/** Whenever somebody stayed within 30 m of where he came to for three minutes or more. */
export function stopsOf(track: Track): Stop[] {
  const stops: Stop[] = [];
  for (let from = 0; from < track.atMs.length; ) {
    let to = from;
    while (to + 1 < track.atMs.length && !isGap(track, to + 1) && staysBy(track, from, to + 1)) to++;
    const beginMs = track.atMs[from] as number;
    const endMs = track.atMs[to] as number;
    const stays = endMs - beginMs >= STOP_MS;
    if (stays) stops.push({ index: from, beginMs, endMs });
    from = stays ? to + 1 : from + 1;
  }
  return stops;
}

function staysBy(track: Track, first: number, index: number): boolean {
  return groundDistanceM(placeOf(track, first), placeOf(track, index)) <= STOP_M;
}
