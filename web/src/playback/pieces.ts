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
  for (const track of readPieces(body)) {
    const known = parts.get(track.person);
    if (known) known.push(track);
    else parts.set(track.person, [track]);
  }
  return Array.from(parts.values(), (days) => cut(join(days), beginMs, endMs)).filter(
    ({ atMs }) => atMs.length > 0,
  );
}

/** The columns of all pieces lie in three buffers: hundreds of them would take longer to hand over than to fill. */
function readPieces(body: ArrayBuffer): Track[] {
  const heads: Head[] = [];
  for (let at = 0; at < body.byteLength; at = (heads[heads.length - 1] as Head).next)
    heads.push(headAt(body, at));
  const total = heads.reduce((sum, { count }) => sum + count, 0);
  const [atMs, lon, lat] = [new Float64Array(total), new Int32Array(total), new Int32Array(total)];
  const bytes = new Uint8Array(body);
  const units = new Int32Array(heads.reduce((most, { count }) => Math.max(most, count), 0));
  let from = 0;
  return heads.map((head) => {
    const to = from + head.count;
    const columns = {
      atMs: atMs.subarray(from, to),
      lon: lon.subarray(from, to),
      lat: lat.subarray(from, to),
    };
    from = to;
    return fill({ person: head.person, ...columns }, head, bytes, units);
  });
}

/** Read the piece of places that begins at `start`, and say where the next one does. */
export function readPiece(
  body: ArrayBuffer,
  start: number,
): { readonly track: Track; readonly next: number } {
  const head = headAt(body, start);
  const { person, count } = head;
  const columns = { atMs: new Float64Array(count), lon: new Int32Array(count), lat: new Int32Array(count) };
  const track = fill({ person, ...columns }, head, new Uint8Array(body), new Int32Array(count));
  return { track, next: head.next };
}

/** Read a made-up piece a few times while the answer is awaited: loops that have run are compiled. */
export function warmUp(): void {
  const count = 20_000;
  const widths = [1, 2, 2] as const;
  const body = new ArrayBuffer(HEAD_BYTES + (count - 1) * 5);
  const view = new DataView(body);
  [PLACES, ...widths].forEach((value, at) => {
    view.setUint8(at, value);
  });
  view.setUint32(COUNT_AT, count, true);
  for (let round = 0; round < 8; round++) readPieces(body);
}

type Head = {
  readonly person: number;
  readonly count: number;
  readonly beginMs: number;
  readonly unitMs: number;
  readonly lon: number;
  readonly lat: number;
  readonly columns: readonly [Column, Column, Column];
  readonly next: number;
};

/** Throws RangeError where a piece is cut short or is none of places. */
function headAt(body: ArrayBuffer, start: number): Head {
  const view = new DataView(body, start, HEAD_BYTES);
  if (view.getUint8(0) !== PLACES) throw new RangeError("no piece of places");
  const count = view.getUint32(COUNT_AT, true);
  const steps = Math.max(0, count - 1);
  const widths = [1, 2, 3].map((at) => view.getUint8(at)) as [number, number, number];
  const next = start + HEAD_BYTES + steps * (widths[0] + widths[1] + widths[2]);
  if (next > body.byteLength) throw new RangeError("a piece is cut short");
  return {
    person: view.getUint32(4, true),
    count,
    beginMs: Number(view.getBigInt64(12, true)),
    unitMs: view.getUint32(20, true),
    lon: view.getInt32(24, true),
    lat: view.getInt32(28, true),
    columns: columnsAt(start + HEAD_BYTES, steps, widths),
    next,
  };
}

/** Fill a track's columns; `units` has room for its times, which are sums like the others. */
function fill(track: Track, head: Head, bytes: Uint8Array, units: Int32Array): Track {
  const [times, lons, lats] = head.columns;
  const { count, beginMs, unitMs } = head;
  sum(bytes, times, { values: units, count, first: 0 });
  for (let at = 0; at < count; at++) track.atMs[at] = beginMs + (units[at] as number) * unitMs;
  sum(bytes, lons, { values: track.lon, count, first: head.lon });
  sum(bytes, lats, { values: track.lat, count, first: head.lat });
  return track;
}

/** Where the planes of a column lie: the lowest bytes, and the others one plane after the other. */
type Column = { readonly lowest: number; readonly upper: number; readonly planes: number };

function columnsAt(
  start: number,
  steps: number,
  [time, lon, lat]: readonly [number, number, number],
): readonly [Column, Column, Column] {
  const afterTime = start + time * steps;
  const afterLon = afterTime + (lon - 1) * steps;
  const lowest = afterLon + (lat - 1) * steps;
  return [
    { lowest: start, upper: start + steps, planes: time },
    { lowest, upper: afterTime, planes: lon },
    { lowest: lowest + steps, upper: afterLon, planes: lat },
  ];
}

type Sums = { readonly values: Int32Array; readonly count: number; readonly first: number };

/**
 * Undo planes, zigzag and both differences; sums wrap like the 32-bit words they were made of.
 * Columns of one and of two planes are nearly all there are, and are read without words in between.
 */
function sum(bytes: Uint8Array, column: Column, sums: Sums): void {
  const { lowest, upper, planes } = column;
  const steps = Math.max(0, sums.count - 1);
  if (planes === 1) sumOne(bytes.subarray(lowest, lowest + steps), sums);
  else if (planes === 2)
    sumTwo(bytes.subarray(lowest, lowest + steps), bytes.subarray(upper, upper + steps), sums);
  else sumWords(wordsOf(bytes, column, steps), sums);
}

function sumOne(low: Uint8Array, { values, count, first }: Sums): void {
  let value = first;
  let step = 0;
  if (count > 0) values[0] = first;
  for (let at = 0; at < low.length; at++) {
    const z = low[at] as number;
    step = (step + ((z >>> 1) ^ -(z & 1))) | 0;
    value = (value + step) | 0;
    values[at + 1] = value;
  }
}

function sumTwo(low: Uint8Array, high: Uint8Array, { values, count, first }: Sums): void {
  let value = first;
  let step = 0;
  if (count > 0) values[0] = first;
  for (let at = 0; at < low.length; at++) {
    const z = (low[at] as number) | ((high[at] as number) << 8);
    step = (step + ((z >>> 1) ^ -(z & 1))) | 0;
    value = (value + step) | 0;
    values[at + 1] = value;
  }
}

function sumWords(words: Uint32Array, { values, count, first }: Sums): void {
  let value = first;
  let step = 0;
  if (count > 0) values[0] = first;
  for (let at = 1; at < count; at++) {
    const z = words[at - 1] as number;
    step = (step + ((z >>> 1) ^ -(z & 1))) | 0;
    value = (value + step) | 0;
    values[at] = value;
  }
}

function wordsOf(bytes: Uint8Array, { lowest, upper, planes }: Column, steps: number): Uint32Array {
  const words = new Uint32Array(steps);
  for (let plane = 0; plane < planes; plane++) {
    const begin = plane === 0 ? lowest : upper + (plane - 1) * steps;
    for (let at = 0; at < steps; at++) {
      words[at] = (words[at] as number) | ((bytes[begin + at] as number) << (8 * plane));
    }
  }
  return words;
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
  if (from === 0 && to === atMs.length) return { person, atMs, lon, lat };
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
