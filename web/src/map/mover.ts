/** What moves on the map: how fresh its place is, and where it is drawn between two fixes. */

import type { LonLat } from "./datum";

export type Freshness = "fresh" | "late" | "lost";
export const FRESHNESS: readonly Freshness[] = ["fresh", "late", "lost"];

const LATE_MS = 2 * 60_000;
const LOST_MS = 10 * 60_000;

/** Two minutes without a word are late, ten are lost. */
export function freshness(ageMs: number): Freshness {
  if (ageMs < LATE_MS) return "fresh";
  return ageMs < LOST_MS ? "late" : "lost";
}

/** A place on the whole map as a square of side 1, north at the top. */
export type Spot = { readonly x: number; readonly y: number };
export type ToSpot = (place: LonLat) => Spot;

/** Somebody as drawn in one frame. */
export type Mover = Spot & {
  readonly id: number;
  readonly name: string;
  readonly squad: string | null;
  readonly headingDeg: number | null;
  readonly freshness: Freshness;
  readonly accuracyM: number | null;
  readonly sos: boolean;
};

/** The way somebody came, oldest first; `gap`: nothing is known between this place and the one before. */
export type TailSpot = Spot & { readonly gap: boolean };

/** Words at a place of a way: a stop or a gap with its length, or something that happened there. */
export type Note = Spot & { readonly words: string; readonly mark: "stop" | "gap" | "event" | "late" };

export type Tail = { readonly spots: readonly TailSpot[]; readonly notes: readonly Note[] };

/** Whoever knows where everybody is at the moment of a frame (milliseconds of the page's own clock). */
export type MoverSource = {
  /** `glides`: between two fixes people are drawn on the way. `moving`: the next frame will look different. */
  frame(wallMs: number, glides: boolean): { readonly movers: readonly Mover[]; readonly moving: boolean };
  tails(selected: number | null, wallMs: number): readonly Tail[];
};

/** A way from one place to the next that takes a moment, and never goes beyond it. */
export type Glide = { readonly from: Spot; readonly to: Spot; readonly startMs: number };

/** Short enough that the newest place is on screen in time, long enough that the eye can follow. */
export const GLIDE_MS = 900;

export function glideAt({ from, to, startMs }: Glide, wallMs: number): Spot {
  const share = Math.min(1, Math.max(0, (wallMs - startMs) / GLIDE_MS));
  return share === 1 ? to : { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
