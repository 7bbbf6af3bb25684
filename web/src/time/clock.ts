/** A virtual clock: moments of a span that pass as fast as wanted, reckoned from one anchor so that none is lost. */

export type ClockState = {
  readonly beginMs: number;
  readonly endMs: number;
  readonly speed: number;
  readonly playing: boolean;
  /** The virtual moment at the wall's moment. */
  readonly anchorMs: number;
  readonly wallMs: number;
};

export const SPEEDS: readonly number[] = [1, 2, 5, 10, 30, 60, 120, 300, 600];
const USUAL_SPEED = 60;
const WHOLE_IN_S = 60;

export function clockOf(beginMs: number, endMs: number): ClockState {
  return { beginMs, endMs, speed: USUAL_SPEED, playing: false, anchorMs: beginMs, wallMs: 0 };
}

/** The virtual moment; it stands still at the end. */
export function timeAt(clock: ClockState, wallMs: number): number {
  const passed = clock.playing ? (wallMs - clock.wallMs) * clock.speed : 0;
  return Math.min(clock.endMs, Math.max(clock.beginMs, clock.anchorMs + passed));
}

/** Play from where it stands, or from the beginning when it stands at the end. */
export function play(clock: ClockState, wallMs: number): ClockState {
  const at = timeAt(clock, wallMs);
  return { ...clock, playing: true, anchorMs: at >= clock.endMs ? clock.beginMs : at, wallMs };
}

export function pause(clock: ClockState, wallMs: number): ClockState {
  return { ...clock, playing: false, anchorMs: timeAt(clock, wallMs), wallMs };
}

export function seek(clock: ClockState, atMs: number, wallMs: number): ClockState {
  return { ...clock, anchorMs: Math.min(clock.endMs, Math.max(clock.beginMs, atMs)), wallMs };
}

export function atSpeed(clock: ClockState, speed: number, wallMs: number): ClockState {
  return { ...clock, speed, anchorMs: timeAt(clock, wallMs), wallMs };
}

/** The next slower or faster speed of the list. */
export function stepSpeed(clock: ClockState, by: 1 | -1, wallMs: number): ClockState {
  const beyond = by > 0 ? SPEEDS.find((one) => one > clock.speed) : slower(clock.speed);
  return beyond === undefined ? clock : atSpeed(clock, beyond, wallMs);
}

function slower(speed: number): number | undefined {
  return SPEEDS.filter((one) => one < speed).pop();
}

/** The speed at which the whole span takes a minute. */
export function wholeInAMinute({ beginMs, endMs }: ClockState): number {
  return (endMs - beginMs) / (WHOLE_IN_S * 1000);
}
