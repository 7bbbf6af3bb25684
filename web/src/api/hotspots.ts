/** Where trouble gathers anew and where it stays. */

import { ask, queryString } from "./client";

export type Trend = "new" | "intensifying" | "persistent" | "sporadic" | "fading";

export type Advice = {
  readonly row: string;
  readonly cause: "unrostered" | "straddled" | "enterprise" | "late" | "none";
  readonly figure: number;
  readonly zh: string;
  readonly en: string;
};

export type Hotspot = {
  readonly lon: number;
  readonly lat: number;
  readonly radius_m: number;
  readonly since: string;
  readonly until: string;
  readonly observed: number;
  readonly expected: number;
  readonly p: number;
  readonly place: string | null;
  readonly few: boolean;
  readonly trend: Trend | null;
  readonly advice: readonly Advice[];
  readonly zh: string;
  readonly en: string;
};

export type HotSquare = {
  readonly ring: readonly (readonly [number, number])[];
  readonly events: number;
  readonly exposure: number;
  readonly rate: number;
  readonly p: number;
  readonly grid: string | null;
  readonly grid_name: string | null;
};

export type Per = "residents" | "patrol";
export type Unit = "residents" | "households" | "patrol_hours";

export type Standing = {
  readonly unit: Unit;
  readonly days: number;
  readonly tested: number;
  readonly rows: readonly HotSquare[];
};

export type GridTrend = {
  readonly code: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly trend: Trend;
  readonly events: readonly number[];
  readonly hot: readonly boolean[];
};

export const getHotspots = (signal: AbortSignal) => ask<{ rows: Hotspot[] }>("/api/hotspots", { signal });
export const getStanding = (per: Per, signal: AbortSignal) =>
  ask<Standing>(`/api/hotspots/standing${queryString({ per })}`, { signal });
export const getTrends = (signal: AbortSignal) =>
  ask<{ rows: GridTrend[] }>("/api/hotspots/trends", { signal });
