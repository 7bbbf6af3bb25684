/** Somebody's last places on the map, one every ten seconds for half an hour, in room that is taken once. */

import type { TailSpot } from "./mover";

const STEP_MS = 10_000;
/** A fix every ten seconds for half an hour. */
export const LONGEST_TAIL = 180;

export class TailRing {
  private readonly at = new Float64Array(LONGEST_TAIL);
  private readonly x = new Float64Array(LONGEST_TAIL);
  private readonly y = new Float64Array(LONGEST_TAIL);
  private readonly gap = new Uint8Array(LONGEST_TAIL);
  private count = 0;
  private next = 0;

  /** Keep a place unless the last one was kept a moment ago; the oldest makes room. */
  take(atMs: number, { x, y, gap }: TailSpot): void {
    const last = (this.next + LONGEST_TAIL - 1) % LONGEST_TAIL;
    if (this.count > 0 && atMs - (this.at[last] ?? 0) < STEP_MS) return;
    this.at[this.next] = atMs;
    this.x[this.next] = x;
    this.y[this.next] = y;
    this.gap[this.next] = gap ? 1 : 0;
    this.next = (this.next + 1) % LONGEST_TAIL;
    this.count = Math.min(this.count + 1, LONGEST_TAIL);
  }

  /** The places since a moment, the oldest first. */
  since(fromMs: number): TailSpot[] {
    const spots: TailSpot[] = [];
    for (let turn = this.count; turn > 0; turn--) {
      const place = (this.next + LONGEST_TAIL - turn) % LONGEST_TAIL;
      if ((this.at[place] ?? 0) < fromMs) continue;
      spots.push({ x: this.x[place] ?? 0, y: this.y[place] ?? 0, gap: this.gap[place] === 1 });
    }
    return spots;
  }
}
