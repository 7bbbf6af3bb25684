/** What is played back: the question, its tracks, and the clock they run on. */

import { type Signal, signal } from "@preact/signals";
import type { Doubt, DutySpan, PlaybackQuestion } from "../api/calls";
import type { Session } from "../api/types";
import { firstAfter, type Track } from "../playback/pieces";
import type { Happening, TrailMinutes } from "../playback/playback-movers";
import { placeOf } from "../playback/track-facts";
import { type ClockState, timeAt } from "../time/clock";

/** What an address says of a playback: never what it is for, which every reader states himself. */
export type PlaybackLink = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly squad: string;
  readonly people: readonly number[];
  readonly atMs: number;
  readonly speed: number;
  readonly trail: TrailMinutes;
};

export type Playback = {
  /** The dock is open: with a form, or with tracks to play. */
  readonly open: Signal<boolean>;
  /** What the form proposes. */
  readonly wanted: Signal<PlaybackLink | null>;
  readonly tracks: Signal<readonly Track[] | null>;
  readonly clock: Signal<ClockState | null>;
  readonly trail: Signal<TrailMinutes>;
  readonly happenings: Signal<readonly Happening[]>;
  /** What was asked, so that more is asked of it for the same purpose. */
  readonly question: Signal<PlaybackQuestion | null>;
  /** When people were on duty by the roster. */
  readonly duties: Signal<readonly DutySpan[]>;
  /** Which fixes of one person came late. */
  readonly late: Signal<Late | null>;
  /** What is doubtful about the tracks that were asked for, and the question. */
  readonly doubts: Signal<Doubts | null>;
  /** Stretches in which nothing moves are passed over. */
  readonly skipping: Signal<boolean>;
};

export type Doubts = { readonly question: PlaybackQuestion; readonly rows: readonly Doubt[] };

export type Late = { readonly person: number; readonly atMs: Float64Array };

const MAY_PLAY = "track.read";
const USUAL_TRAIL_MIN = 30;

export function createPlayback(session: Session, link: PlaybackLink | null): Playback | null {
  const { permissions } = session;
  if (!permissions.includes(MAY_PLAY) || !permissions.includes("live.read")) return null;
  return {
    open: signal(link !== null),
    wanted: signal(link),
    tracks: signal(null),
    clock: signal(null),
    trail: signal(link?.trail ?? USUAL_TRAIL_MIN),
    happenings: signal([]),
    question: signal(null),
    duties: signal([]),
    late: signal(null),
    doubts: signal(null),
    skipping: signal(false),
  };
}

/** What the address bar says: the running playback, or the one that is proposed. */
export function linkOfPlayback({ open, wanted, clock, trail }: Playback): PlaybackLink | null {
  if (!open.value || wanted.value === null) return null;
  const now = clock.value;
  const moment = now ? { atMs: Math.round(now.anchorMs), speed: now.speed } : {};
  return { ...wanted.value, ...moment, trail: trail.value };
}

/** Back to now. */
export function closePlayback(playback: Playback): void {
  playback.open.value = false;
  playback.doubts.value = null;
  stopPlaying(playback);
}

/** Put away what is played, and show what was asked before. */
export function stopPlaying(playback: Playback): void {
  playback.tracks.value = null;
  playback.clock.value = null;
  playback.happenings.value = [];
  playback.question.value = null;
  playback.duties.value = [];
  playback.late.value = null;
}

/** Where somebody was at the moment of the clock, as the last fix says. */
export function placeThen({ tracks, clock }: Playback, person: number): readonly [number, number] | null {
  const track = tracks.peek()?.find((one) => one.person === person);
  const now = clock.peek();
  if (track === undefined || now === null) return null;
  return placeOf(track, Math.max(0, firstAfter(track.atMs, timeAt(now, performance.now())) - 1));
}
