/** What there is to see along the time: how many reported, when things happened, and when the selected one was silent. */

import { useEffect, useRef } from "preact/hooks";
import type { DutySpan } from "../api/calls";
import { MOVER_INKS } from "../map/mover-inks";
import { theme } from "../ui/theme";
import { lateSpans } from "./late";
import type { Track } from "./pieces";
import type { Happening } from "./playback-movers";
import { GAP_MS, isGap } from "./track-facts";

type Span = { readonly beginMs: number; readonly endMs: number };
type Props = {
  readonly tracks: readonly Track[];
  readonly happenings: readonly Happening[];
  readonly selected: number | null;
  readonly span: Span;
  /** When people were on duty: of the selected one, or of anybody. */
  readonly duties: readonly DutySpan[];
  /** When the selected one's late fixes were fixed. */
  readonly late: Float64Array | null;
  readonly words: string;
};

const WIDTH = 600;
const HEIGHT = 20;
const LINE_PX = 3;

export function TimeStrip(props: Props) {
  const { tracks, happenings, selected, duties, late, words } = props;
  const { beginMs, endMs } = props.span;
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = theme.value;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const inks = MOVER_INKS[look];
    const xOf = (ms: number) => ((ms - beginMs) / (endMs - beginMs)) * WIDTH;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = inks.accent;
    context.globalAlpha = 0.16;
    for (const [from, to] of bandsOf(duties, selected)) {
      context.fillRect(xOf(from), 0, xOf(to) - xOf(from), HEIGHT);
    }
    context.globalAlpha = 1;
    paintCounts(context, countsOf(tracks, xOf), inks.muted);
    context.fillStyle = inks.urgent;
    for (const { atMs } of happenings) context.fillRect(xOf(atMs) - 0.5, 0, 1.5, HEIGHT / 2);
    const track = tracks.find(({ person }) => person === selected);
    context.fillStyle = inks.accent;
    for (const [from, to] of track ? heardOf(track) : []) {
      context.fillRect(xOf(from), HEIGHT - LINE_PX, Math.max(1, xOf(to) - xOf(from)), LINE_PX);
    }
    context.fillStyle = inks.ink;
    for (const [from, to] of late ? lateSpans(late, GAP_MS) : []) {
      context.fillRect(xOf(from), HEIGHT - 2 * LINE_PX, Math.max(2, xOf(to) - xOf(from)), LINE_PX);
    }
  }, [tracks, happenings, selected, duties, late, beginMs, endMs, look]);
  return (
    <canvas
      ref={canvas}
      class="time-strip"
      role="img"
      aria-label={words}
      title={words}
      width={WIDTH}
      height={HEIGHT}
    />
  );
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

/** When the selected one was on duty, or anybody where nobody is selected, each moment once. */
export function bandsOf(
  duties: readonly DutySpan[],
  selected: number | null,
): [fromMs: number, toMs: number][] {
  const mine = duties.filter(({ person }) => selected === null || person === selected);
  const bands: [number, number][] = [];
  for (const { begin_ms, end_ms } of [...mine].sort((one, other) => one.begin_ms - other.begin_ms)) {
    const last = bands[bands.length - 1];
    if (last !== undefined && begin_ms <= last[1]) last[1] = Math.max(last[1], end_ms);
    else bands.push([begin_ms, end_ms]);
  }
  return bands;
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
