/** When nothing moves: the stretches that a playback may skip. */

import type { Track } from "./pieces";
import { isGap, stopsOf } from "./track-facts";

export type Stretch = readonly [fromMs: number, toMs: number];

/** Shorter than this nobody waits for. */
const LEAST_MS = 120_000;

/** The stretches of a span in which none of the tracks moves: everybody stands, is silent, or is not there. */
export function idleStretches(tracks: readonly Track[], beginMs: number, endMs: number): Stretch[] {
  const idle: Stretch[] = [];
  let at = beginMs;
  for (const [from, to] of merged(tracks.flatMap(movingOf))) {
    if (from - at >= LEAST_MS) idle.push([at, from]);
    at = Math.max(at, to);
  }
  if (endMs - at >= LEAST_MS) idle.push([at, endMs]);
  return idle;
}

/** The moment to go on from when it lies in an idle stretch; null where something moves. */
export function skipFrom(idle: readonly Stretch[], atMs: number): number | null {
  const found = idle.find(([from, to]) => from <= atMs && atMs < to);
  return found ? found[1] : null;
}

/** When somebody is on the way: between his fixes, without gaps and stops. */
function movingOf(track: Track): Stretch[] {
  const stops = stopsOf(track);
  const moving: [number, number][] = [];
  let stop = 0;
  for (let index = 1; index < track.atMs.length; index++) {
    const [from, to] = [track.atMs[index - 1] as number, track.atMs[index] as number];
    while (stop < stops.length && (stops[stop]?.endMs ?? 0) <= from) stop++;
    const stands = (stops[stop]?.beginMs ?? Number.POSITIVE_INFINITY) <= from;
    if (stands || isGap(track, index)) continue;
    const last = moving[moving.length - 1];
    if (last?.[1] === from) last[1] = to;
    else moving.push([from, to]);
  }
  return moving;
}

function merged(stretches: readonly Stretch[]): Stretch[] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...stretches].sort((one, other) => one[0] - other[0])) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
