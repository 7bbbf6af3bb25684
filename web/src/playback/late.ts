/** Which fixes came late: read from the pieces of quality that lie behind those of places. */

import { readPiece } from "./pieces";

const HEAD_BYTES = 32;
const PLACES = 1;
const QUALITY = 2;
/** The bit of the service's FixFlag. */
const LATE = 4;

/** Return the moments of one person's late fixes within a span, oldest first. */
export function readLate(body: ArrayBuffer, beginMs: number, endMs: number): Float64Array {
  const days: Float64Array[] = [];
  const late: number[] = [];
  let day = 0;
  for (let at = 0; at < body.byteLength; ) {
    const kind = new DataView(body, at, HEAD_BYTES).getUint8(0);
    if (kind === PLACES) {
      const { track, next } = readPiece(body, at);
      days.push(track.atMs);
      at = next;
    } else if (kind === QUALITY) {
      const { flags, next } = readFlags(body, at);
      const atMs = days[day++];
      if (atMs?.length !== flags.length) throw new RangeError("a piece of quality without its places");
      flags.forEach((flag, index) => {
        const ms = atMs[index] as number;
        if (flag & LATE && ms >= beginMs && ms <= endMs) late.push(ms);
      });
      at = next;
    } else throw new RangeError("no piece of a track");
  }
  return Float64Array.from(late).sort();
}

/** The lowest byte of each fix's flags, which holds all that is known when a fix is received. */
function readFlags(body: ArrayBuffer, start: number): { readonly flags: Uint8Array; readonly next: number } {
  const head = new DataView(body, start, HEAD_BYTES);
  const [accuracy, speed, flags] = [1, 2, 3].map((at) => head.getUint8(at)) as [number, number, number];
  const count = head.getUint32(8, true);
  const first = start + HEAD_BYTES + count * (accuracy + speed);
  return { flags: new Uint8Array(body, first, count), next: first + count * flags };
}

/** From when to when fixes came late, joined where less than ten minutes lie between. */
export function lateSpans(late: Float64Array, joinMs: number): [fromMs: number, toMs: number][] {
  const spans: [number, number][] = [];
  for (const ms of late) {
    const last = spans[spans.length - 1];
    if (last === undefined || ms - last[1] > joinMs) spans.push([ms, ms]);
    else last[1] = ms;
  }
  return spans;
}
