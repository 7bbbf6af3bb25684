/** What the first-run page asks and sends; all but the first question carry the set-up code. */

import { ask, queryString } from "./client";
import type { Bounds, Level, Session } from "./types";

export type Beginning = { readonly levels: readonly Level[]; readonly time_zones: readonly string[] };
export type MetricCrs = { readonly epsg: number; readonly name: string };
export type Datum = "wgs84" | "cgcs2000" | "gcj02" | "bd09";

/** A file as it is sent; the last three say what its coordinates are where it does not say so itself. */
export type SentFile = {
  readonly name: string;
  readonly content: string;
  readonly crs?: string;
  readonly datum?: Datum;
  readonly axes?: "xy" | "yx";
};

type Ring = readonly (readonly [number, number])[];

/** What was understood of an outline; `picture` is a coarse MultiPolygon in degrees. */
export type ReadOutline = {
  readonly areas: number;
  readonly bounds: Bounds;
  readonly middle: readonly [number, number];
  readonly area_m2: number;
  readonly reference: string;
  readonly remarks: readonly (readonly [string, string])[];
  readonly proposed: MetricCrs;
  readonly picture: readonly (readonly Ring[])[];
};

export type Founding = {
  readonly town: {
    readonly name: string;
    readonly name_en: string;
    readonly code_prefix: string;
    readonly levels: readonly Level[];
    readonly time_zone: string;
    readonly metric_crs: number;
  };
  readonly squads: readonly { readonly code: string; readonly name: string }[];
  readonly outline: SentFile | null;
  readonly account: { readonly name: string; readonly title: string; readonly password: string };
};

export const getBeginning = (signal: AbortSignal) => ask<Beginning>("/api/setup", { signal });

export const readOutline = (code: string, file: SentFile) =>
  post<ReadOutline>(code, "/api/setup/outline", file);

export const foundTown = (code: string, founding: Founding) => post<Session>(code, "/api/setup", founding);

/** Name the metric CRS of an EPSG code, or the one proposed for a place in degrees. */
export function getCrs(
  code: string,
  of: { epsg: number } | { lon: number; lat: number },
): Promise<MetricCrs> {
  return ask<MetricCrs>(`/api/setup/crs${queryString(of)}`, { headers: { "Setup-Code": code } });
}

function post<T>(code: string, path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json", "Setup-Code": code };
  return ask<T>(path, { method: "POST", headers, body: JSON.stringify(body) });
}
