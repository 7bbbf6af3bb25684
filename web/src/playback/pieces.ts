/** Reads tracks as the service packs them: planes of second differences, one piece a person and day. */

/** Columns of one length in order of time; places in millionths of a degree (WGS-84). */
export type Track = {
  readonly person: number;
  readonly atMs: Float64Array;
  readonly lon: Int32Array;
  readonly lat: Int32Array;
};

const HEAD_BYTES = 32;
const PLACES = 1;
const COUNT_AT = 8;

/** Read all pieces of an unpacked body; a person's days are joined, and cut to the span. */
export function readTracks(body: ArrayBuffer, beginMs: number, endMs: number): Track[] {
  const parts = new Map<number, Track[]>();
  for (let at = 0; at < body.byteLength; ) {
    const { track, next } = readPiece(body, at);
    at = next;
    const known = parts.get(track.person);
    if (known) known.push(track);
    else parts.set(track.person, [track]);
  }
  return Array.from(parts.values(), (days) => cut(join(days), beginMs, endMs)).filter(
    ({ atMs }) => atMs.length > 0,
  );
}

export function readPiece(
  body: ArrayBuffer,
  start: number,
): { readonly track: Track; readonly next: number } {
  const head = new DataView(body, start, HEAD_BYTES);
  if (head.getUint8(0) !== PLACES) throw new RangeError("no piece of places");
  const [timeWidth, lonWidth, latWidth] = [1, 2, 3].map((at) => head.getUint8(at)) as [
    number,
    number,
    number,
  ];
  const count = head.getUint32(COUNT_AT, true);
  const beginMs = Number(head.getBigInt64(12, true));
  const unitMs = head.getUint32(20, true);
  const steps = Math.max(0, count - 1);
  const planes = new Planes(body, start + HEAD_BYTES, steps);
  const times = planes.take(timeWidth);
  const lonUpper = planes.take(lonWidth - 1);
  const latUpper = planes.take(latWidth - 1);
  const lon = sums(withLowest(planes.take(1), lonUpper), head.getInt32(24, true), count);
  const lat = sums(withLowest(planes.take(1), latUpper), head.getInt32(28, true), count);
  const atMs = moments(sums(times, 0, count), beginMs, unitMs);
  return { track: { person: head.getUint32(4, true), atMs, lon, lat }, next: planes.end };
}

function moments(steps: Int32Array, beginMs: number, unitMs: number): Float64Array {
  const atMs = new Float64Array(steps.length);
  for (let at = 0; at < steps.length; at++) atMs[at] = beginMs + (steps[at] as number) * unitMs;
  return atMs;
}

/** Takes one column after the other out of planes of bytes, of which the first holds the lowest. */
class Planes {
  constructor(
    private readonly body: ArrayBuffer,
    public end: number,
    private readonly length: number,
  ) {}

  take(width: number): Uint32Array {
    const column = new Uint32Array(this.length);
    for (let plane = 0; plane < width; plane++) {
      const bytes = new Uint8Array(this.body, this.end, this.length);
      const shift = 8 * plane;
      for (let at = 0; at < column.length; at++) {
        column[at] = (column[at] as number) | ((bytes[at] as number) << shift);
      }
      this.end += this.length;
    }
    return column;
  }
}

function withLowest(lowest: Uint32Array, upper: Uint32Array): Uint32Array {
  const both = new Uint32Array(lowest.length);
  for (let at = 0; at < both.length; at++) both[at] = (lowest[at] as number) | ((upper[at] as number) << 8);
  return both;
}

/** Undo zigzag and both differences; sums wrap like the 32-bit words they were made of. */
function sums(coded: Uint32Array, first: number, count: number): Int32Array {
  const values = new Int32Array(count);
  let value = first;
  let step = 0;
  if (count > 0) values[0] = first;
  for (let at = 0; at < coded.length; at++) {
    const z = coded[at] as number;
    step = (step + ((z >>> 1) ^ -(z & 1))) | 0;
    value = (value + step) | 0;
    values[at + 1] = value;
  }
  return values;
}

function join(days: readonly Track[]): Track {
  const [only] = days;
  if (only !== undefined && days.length === 1) return only;
  const ordered = [...days].sort((one, other) => (one.atMs[0] ?? 0) - (other.atMs[0] ?? 0));
  const length = ordered.reduce((sum, { atMs }) => sum + atMs.length, 0);
  const joined = {
    person: (only as Track).person,
    atMs: new Float64Array(length),
    lon: new Int32Array(length),
    lat: new Int32Array(length),
  };
  let at = 0;
  for (const day of ordered) {
    joined.atMs.set(day.atMs, at);
    joined.lon.set(day.lon, at);
    joined.lat.set(day.lat, at);
    at += day.atMs.length;
  }
  return joined;
}

function cut({ person, atMs, lon, lat }: Track, beginMs: number, endMs: number): Track {
  const from = firstAfter(atMs, beginMs - 1);
  const to = firstAfter(atMs, endMs);
  return { person, atMs: atMs.slice(from, to), lon: lon.slice(from, to), lat: lat.slice(from, to) };
}

/** The index of the first moment later than `ms`, by halving. */
export function firstAfter(atMs: Float64Array, ms: number): number {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] as number) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}
