/** The part of the address that names a playback: span, group, moment, speed, trail. */

import type { PlaybackLink } from "./playback-state";

const NAME = "play";
const LONGEST_MS = 31 * 86_400_000;
const FASTEST = 100_000;

export function writePlayback(parts: URLSearchParams, link: PlaybackLink): void {
  parts.set(NAME, `${instant(link.fromMs)},${instant(link.toMs)}`);
  if (link.squad !== "") parts.set(`${NAME}.squad`, link.squad);
  if (link.people.length > 0) parts.set(`${NAME}.people`, link.people.join(","));
  parts.set(`${NAME}.at`, instant(link.atMs));
  parts.set(`${NAME}.speed`, String(link.speed));
  parts.set(`${NAME}.trail`, Number.isFinite(link.trail) ? String(link.trail) : "all");
}

/** Null for an address without a playback, or with a span that makes no sense. */
export function readPlayback(parts: URLSearchParams): PlaybackLink | null {
  const [fromMs = Number.NaN, toMs = Number.NaN] = (parts.get(NAME) ?? "").split(",").map(Date.parse);
  if (!(toMs > fromMs && toMs - fromMs <= LONGEST_MS)) return null;
  const people = (parts.get(`${NAME}.people`) ?? "").split(",").map(Number);
  const atMs = Date.parse(parts.get(`${NAME}.at`) ?? "");
  const trail = parts.get(`${NAME}.trail`);
  return {
    fromMs,
    toMs,
    squad: parts.get(`${NAME}.squad`) ?? "",
    people: people.filter((person) => Number.isInteger(person) && person > 0),
    atMs: atMs >= fromMs && atMs <= toMs ? atMs : fromMs,
    speed: numberIn(parts.get(`${NAME}.speed`), FASTEST) || 1,
    trail: trail === "all" ? Number.POSITIVE_INFINITY : numberIn(trail, LONGEST_MS),
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function numberIn(text: string | null, most: number): number {
  const number = Number(text ?? "");
  return number > 0 && number <= most ? number : 0;
}
