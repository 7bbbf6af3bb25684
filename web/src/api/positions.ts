/** The messages of the live stream: where everybody was last, and every change of it. */

export type Position = {
  readonly device: number;
  readonly person: number;
  readonly atMs: number;
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number | null;
  readonly speedMps: number | null;
  readonly headingDeg: number | null;
  readonly sos: boolean;
};

/**
 * `whole`: all there is, nothing before it counts any more. `gone`: devices that left what the reader may see.
 * `alert` counts the changes of the alerts.
 */
export type Change = {
  readonly whole: boolean;
  readonly nowMs: number;
  readonly alert: number;
  readonly positions: readonly Position[];
  readonly gone: readonly number[];
};

type Row = readonly [
  device: number,
  person: number,
  atMs: number,
  lonMicro: number,
  latMicro: number,
  accuracyM: number | null,
  speedMps: number | null,
  headingDeg: number | null,
  flags: number,
];
type Told = {
  readonly now: number;
  readonly alert: number;
  readonly rows: readonly Row[];
  readonly gone?: readonly number[];
};

const MICRO = 1e6;
const SOS = 16;
/** A phone that lies still names a direction all the same. */
const WALKING_MPS = 0.3;

export function readChange(event: string, data: string): Change {
  const { now, alert, rows, gone } = JSON.parse(data) as Told;
  return {
    whole: event === "snapshot",
    nowMs: now,
    alert,
    positions: rows.map(positionOf),
    gone: gone ?? [],
  };
}

/** Write positions as the stream's own snapshot. */
export function writeSnapshot(nowMs: number, alert: number, positions: Iterable<Position>): string {
  const rows = Array.from(positions, (at): Row => {
    const place = [Math.round(at.lon * MICRO), Math.round(at.lat * MICRO)] as const;
    const flags = at.sos ? SOS : 0;
    return [at.device, at.person, at.atMs, ...place, at.accuracyM, at.speedMps, at.headingDeg, flags];
  });
  return JSON.stringify({ now: nowMs, alert, rows } satisfies Told);
}

function positionOf(row: Row): Position {
  const [device, person, atMs, lon, lat, accuracyM, speedMps, heading, flags] = row;
  const still = speedMps !== null && speedMps < WALKING_MPS;
  const headingDeg = still ? null : heading;
  const sos = (flags & SOS) !== 0;
  return { device, person, atMs, lon: lon / MICRO, lat: lat / MICRO, accuracyM, speedMps, headingDeg, sos };
}
