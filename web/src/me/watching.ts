/** Where the phone is while the page is open, and a screen that stays on meanwhile. */

import type { OwnFix } from "../api/me";

const EVERY_MS = 5000;
const TRUE_WITHIN_MS = 60_000;

export type Trouble = "denied" | "no_place";

/** Tell of each place, one in five seconds at most, until the function that is returned is called. */
export function watchPlaces(found: (fix: OwnFix) => void, trouble: (what: Trouble) => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  const watch = navigator.geolocation.watchPosition(
    (position) => {
      const fix = fixOf(position, Date.now());
      if (fix.at_ms - last < EVERY_MS) return;
      last = fix.at_ms;
      found(fix);
    },
    ({ code, PERMISSION_DENIED }) => trouble(code === PERMISSION_DENIED ? "denied" : "no_place"),
    { enableHighAccuracy: true, maximumAge: 0, timeout: 30_000 },
  );
  return () => navigator.geolocation.clearWatch(watch);
}

/** A place as it is sent; some browsers count the time of a place from another year than 1970. */
export function fixOf({ coords, timestamp }: GeolocationPosition, nowMs: number): OwnFix {
  const at = Math.abs(nowMs - timestamp) <= TRUE_WITHIN_MS ? timestamp : nowMs;
  return {
    at_ms: Math.round(at),
    lon: coords.longitude,
    lat: coords.latitude,
    accuracy_m: known(coords.accuracy),
    speed_mps: known(coords.speed),
    heading_deg: known(coords.heading),
  };
}

/** Keep the screen on, and again after each return to the page; `told` hears whether it is. */
export function keepAwake(told: (awake: boolean) => void): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const take = async () => {
    if (over || document.visibilityState !== "visible") return;
    try {
      lock = (await navigator.wakeLock?.request("screen")) ?? null;
    } catch {
      lock = null;
    }
    if (over) void lock?.release();
    else told(lock !== null);
  };
  document.addEventListener("visibilitychange", take);
  void take();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", take);
    void lock?.release();
  };
}

function known(value: number | null): number | null {
  return value === null || Number.isNaN(value) || value < 0 ? null : value;
}
