/** People as they moved then: each where he was at the moment of the virtual clock, with the way behind him. */

import type { Look } from "../map/live-movers";
import type { Spot, Tail, TailSpot, ToSpot } from "../map/mover";
import { freshness, type Mover, type MoverSource } from "../map/mover";
import { lateSpans } from "./late";
import { firstAfter, type Track } from "./pieces";
import { GAP_MS, isGap, placeOf, stopsOf } from "./track-facts";

/** How much of the way is drawn, in minutes; 0 none, Infinity all since the beginning. */
export type TrailMinutes = number;

/** Something that happened at a place and is told for a while. */
export type Happening = {
  readonly id: string;
  readonly atMs: number;
  readonly lon: number;
  readonly lat: number;
  readonly words: string;
};

type Words = { gap(minutes: number): string; stop(minutes: number): string; late(count: number): string };

/** With more people than this only the selected one's way is drawn. */
const MOST_TRAILS = 12;

export class PlaybackMovers implements MoverSource {
  trailMinutes: TrailMinutes = 30;
  happenings: readonly Happening[] = [];
  /** How long a happening is told, in virtual time. */
  toldMs = 10 * 60_000;
  /** The late fixes of one person, by their moments. */
  late: { readonly person: number; readonly atMs: Float64Array } | null = null;
  private readonly tracks: Map<number, Track>;
  private readonly notes = new Map<number, readonly TimedNote[]>();

  constructor(
    tracks: readonly Track[],
    private readonly toSpot: ToSpot,
    private readonly lookOf: (person: number) => Look,
    private readonly clock: { moment(wallMs: number): number; playing(): boolean },
    private readonly words: Words,
  ) {
    this.tracks = new Map(tracks.map((track) => [track.person, track]));
  }

  frame(wallMs: number): { movers: readonly Mover[]; moving: boolean } {
    const now = this.clock.moment(wallMs);
    const movers: Mover[] = [];
    for (const track of this.tracks.values()) {
      const mover = this.moverAt(track, now);
      if (mover) movers.push(mover);
    }
    return { movers, moving: this.clock.playing() };
  }

  tails(selected: number | null, wallMs: number): readonly Tail[] {
    const now = this.clock.moment(wallMs);
    const all = this.tracks.size <= MOST_TRAILS ? Array.from(this.tracks.values()) : [];
    const one = selected === null ? undefined : this.tracks.get(selected);
    const drawn = all.length > 0 || one === undefined ? all : [one];
    return [...drawn.map((track) => this.tailOf(track, now)), this.told(now)];
  }

  private moverAt(track: Track, now: number): Mover | null {
    const next = firstAfter(track.atMs, now);
    if (next === 0) return null;
    const ageMs = now - (track.atMs[next - 1] as number);
    const ended = next === track.atMs.length;
    if (ended && ageMs > GAP_MS) return null;
    const unknown = ended || isGap(track, next);
    const spot = unknown ? this.spot(track, next - 1) : this.between(track, next, now);
    return {
      id: track.person,
      ...spot,
      ...this.lookOf(track.person),
      headingDeg: unknown ? null : heading(this.spot(track, next - 1), this.spot(track, next)),
      freshness: unknown ? freshness(ageMs) : "fresh",
      accuracyM: null,
      sos: false,
    };
  }

  private between(track: Track, next: number, now: number): Spot {
    const from = this.spot(track, next - 1);
    const to = this.spot(track, next);
    const begin = track.atMs[next - 1] as number;
    const share = (now - begin) / ((track.atMs[next] as number) - begin);
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  }

  private spot(track: Track, index: number): Spot {
    return this.toSpot(placeOf(track, index));
  }

  private tailOf(track: Track, now: number): Tail {
    const sinceMs = now - this.trailMinutes * 60_000;
    const from = firstAfter(track.atMs, sinceMs);
    const to = firstAfter(track.atMs, now);
    if (this.trailMinutes === 0 || to <= from) return { spots: [], notes: [] };
    const spots: TailSpot[] = [];
    for (let index = from; index < to; index++) {
      spots.push({ ...this.spot(track, index), gap: index > from && isGap(track, index) });
    }
    const known = to < track.atMs.length && !isGap(track, to);
    if (known) spots.push({ ...this.between(track, to, now), gap: false });
    const marks = [...this.notesOf(track), ...this.lateNotes(track)];
    const notes = marks.filter(({ atMs }) => atMs >= sinceMs && atMs <= now);
    return { spots, notes };
  }

  /** The stops and gaps of a track in words, worked out once. */
  private notesOf(track: Track): readonly TimedNote[] {
    const known = this.notes.get(track.person);
    if (known) return known;
    const made = [...this.stopNotes(track), ...this.gapNotes(track)];
    this.notes.set(track.person, made);
    return made;
  }

  private stopNotes(track: Track): TimedNote[] {
    return stopsOf(track).map(({ index, beginMs, endMs }) => ({
      ...this.spot(track, index),
      atMs: endMs,
      words: this.words.stop(Math.round((endMs - beginMs) / 60_000)),
      mark: "stop",
    }));
  }

  private gapNotes(track: Track): TimedNote[] {
    const notes: TimedNote[] = [];
    for (let index = 1; index < track.atMs.length; index++) {
      if (!isGap(track, index)) continue;
      const atMs = track.atMs[index] as number;
      const minutes = Math.round((atMs - (track.atMs[index - 1] as number)) / 60_000);
      const [from, to] = [this.spot(track, index - 1), this.spot(track, index)];
      const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
      notes.push({ ...middle, atMs, words: this.words.gap(minutes), mark: "gap" });
    }
    return notes;
  }

  /** Where each stretch of late fixes begins. */
  private lateNotes(track: Track): readonly TimedNote[] {
    const { late } = this;
    if (late?.person !== track.person) return [];
    return lateSpans(late.atMs, GAP_MS).map(([from, to]) => ({
      ...this.spot(track, Math.max(0, firstAfter(track.atMs, from) - 1)),
      atMs: from,
      words: this.words.late(late.atMs.filter((ms) => ms >= from && ms <= to).length),
      mark: "late" as const,
    }));
  }

  private told(now: number): Tail {
    const fresh = this.happenings.filter(({ atMs }) => atMs <= now && now - atMs < this.toldMs);
    const notes = fresh.map(({ lon, lat, words }) => ({
      ...this.toSpot([lon, lat]),
      words,
      mark: "event" as const,
    }));
    return { spots: [], notes };
  }
}

type TimedNote = Tail["notes"][number] & { readonly atMs: number };

/** Degrees clockwise from north; none for who stands still. The map is true to angles. */
function heading(from: Spot, to: Spot): number | null {
  if (from.x === to.x && from.y === to.y) return null;
  const degrees = (Math.atan2(to.x - from.x, from.y - to.y) * 180) / Math.PI;
  return (degrees + 360) % 360;
}
