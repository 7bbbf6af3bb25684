/** What there is to see along the time: how many reported, when things happened, and when the selected one was silent. */

import { useEffect, useRef } from "preact/hooks";
import { MOVER_INKS } from "../map/mover-inks";
import { theme } from "../ui/theme";
import type { Track } from "./pieces";
import type { Happening } from "./playback-movers";
import { isGap } from "./track-facts";

type Span = { readonly beginMs: number; readonly endMs: number };
type Props = {
  readonly tracks: readonly Track[];
  readonly happenings: readonly Happening[];
  readonly selected: number | null;
  readonly span: Span;
};

const WIDTH = 600;
const HEIGHT = 20;
const LINE_PX = 3;

export function TimeStrip({ tracks, happenings, selected, span: { beginMs, endMs } }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = theme.value;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const inks = MOVER_INKS[look];
    const xOf = (ms: number) => ((ms - beginMs) / (endMs - beginMs)) * WIDTH;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    paintCounts(context, countsOf(tracks, xOf), inks.muted);
    context.fillStyle = inks.urgent;
    for (const { atMs } of happenings) context.fillRect(xOf(atMs) - 0.5, 0, 1.5, HEIGHT / 2);
    const track = tracks.find(({ person }) => person === selected);
    context.fillStyle = inks.accent;
    for (const [from, to] of track ? heardOf(track) : []) {
      context.fillRect(xOf(from), HEIGHT - LINE_PX, Math.max(1, xOf(to) - xOf(from)), LINE_PX);
    }
  }, [tracks, happenings, selected, beginMs, endMs, look]);
  return <canvas ref={canvas} class="time-strip" width={WIDTH} height={HEIGHT} />;
}

/** How many fixes there are in each pixel of time. */
export function countsOf(tracks: readonly Track[], xOf: (ms: number) => number): Uint32Array {
  const counts = new Uint32Array(WIDTH);
  for (const { atMs } of tracks) {
    for (const ms of atMs) {
      const x = Math.min(WIDTH - 1, Math.max(0, Math.floor(xOf(ms))));
      counts[x] = (counts[x] as number) + 1;
    }
  }
  return counts;
}

function paintCounts(context: CanvasRenderingContext2D, counts: Uint32Array, colour: string): void {
  const most = counts.reduce((largest, count) => Math.max(largest, count), 1);
  context.fillStyle = colour;
  context.globalAlpha = 0.5;
  counts.forEach((count, x) => {
    const height = (count / most) * (HEIGHT - LINE_PX);
    context.fillRect(x, HEIGHT - LINE_PX - height, 1, height);
  });
  context.globalAlpha = 1;
}

/** From when to when somebody was heard of, without the gaps. */
export function heardOf(track: Track): [fromMs: number, toMs: number][] {
  const heard: [number, number][] = [];
  track.atMs.forEach((ms, index) => {
    const last = heard[heard.length - 1];
    if (last === undefined || isGap(track, index)) heard.push([ms, ms]);
    else last[1] = ms;
  });
  return heard;
}
