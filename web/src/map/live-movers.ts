/** People as the live stream tells of them: each glides to its newest fix, and leaves a tail behind. */

import type { Position } from "../api/positions";
import {
  freshness,
  GLIDE_MS,
  type Glide,
  glideAt,
  type Mover,
  type MoverSource,
  type Tail,
  type ToSpot,
} from "./mover";
import { TailRing } from "./tail-ring";

export type Look = { readonly name: string; readonly squad: string | null };

type Followed = { position: Position; look: Look; glide: Glide; readonly tail: TailRing; shown: boolean };

/** Over a longer silence nothing glides and no line is drawn. */
const GAP_MS = 10 * 60_000;

export class LiveMovers implements MoverSource {
  private readonly followed = new Map<number, Followed>();
  private shows: (position: Position) => boolean = () => true;
  private movingUntil = 0;
  /** How far back tails reach. */
  tailMs = 15 * 60_000;

  constructor(
    private readonly toSpot: ToSpot,
    private readonly now: () => number,
    private readonly still: boolean,
  ) {}

  /** Take somebody's newest position; it is drawn from the next frame on. */
  take(position: Position, look: Look, wallMs: number): void {
    const to = this.toSpot([position.lon, position.lat]);
    const known = this.followed.get(position.person);
    const shown = this.shows(position);
    const gap = known === undefined || position.atMs - known.position.atMs > GAP_MS;
    const from = gap || this.still ? to : glideAt(known.glide, wallMs);
    const tail = known?.tail ?? new TailRing();
    this.followed.set(position.person, { position, look, glide: { from, to, startMs: wallMs }, tail, shown });
    if (from !== to) this.movingUntil = wallMs + GLIDE_MS;
    tail.take(position.atMs, { ...to, gap });
  }

  remove(person: number): void {
    this.followed.delete(person);
  }

  /** Show those only that `shows` says. */
  filter(shows: (position: Position) => boolean): void {
    this.shows = shows;
    for (const one of this.followed.values()) one.shown = shows(one.position);
  }

  /** Names and squads are known later than positions. */
  name(lookOf: (person: number) => Look): void {
    for (const [person, one] of this.followed) one.look = lookOf(person);
  }

  frame(wallMs: number, glides: boolean): { movers: readonly Mover[]; moving: boolean } {
    const movers: Mover[] = [];
    const now = this.now();
    for (const { position, look, glide, shown } of this.followed.values()) {
      if (!shown) continue;
      const { x, y } = glides ? glideAt(glide, wallMs) : glide.to;
      movers.push({
        id: position.person,
        x,
        y,
        name: look.name,
        squad: look.squad,
        headingDeg: position.headingDeg,
        freshness: freshness(now - position.atMs),
        accuracyM: position.accuracyM,
        sos: position.sos,
      });
    }
    return { movers, moving: glides && wallMs < this.movingUntil };
  }

  tails(selected: number | null): readonly Tail[] {
    const one = selected === null ? undefined : this.followed.get(selected);
    if (one === undefined) return [];
    const since = this.now() - this.tailMs;
    return [{ spots: [...one.tail.since(since), { ...one.glide.to, gap: false }], notes: [] }];
  }
}
