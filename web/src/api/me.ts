/** What one's own page asks and says; its secret opens a session whose cookie goes to no other door. */

import { ask, Problem, queryString, send } from "./client";

export type Line = { readonly what: LineKind; readonly value: string };
export type LineKind =
  | "url"
  | "user"
  | "password"
  | "server"
  | "identifier"
  | "osmand"
  | "header"
  | "terminal"
  | "code";

export type Keeps = {
  readonly track_days: number;
  readonly figure_days: number;
  readonly audit_days: number;
};

export type Me = {
  readonly town: {
    readonly name: string;
    readonly name_en: string;
    readonly time_zone: string;
    readonly made_up: boolean;
  };
  readonly person: string;
  readonly number: string;
  readonly recorded: boolean;
  readonly on_duty_until: string | null;
  readonly own_duty: boolean;
  /** How long one may put himself on duty in a day. */
  readonly own_duty_hours: number;
  readonly notice: {
    readonly version: number;
    readonly needed: boolean;
    readonly current: boolean;
    readonly confirmed: readonly { readonly version: number; readonly at: string }[];
    readonly withdrawn_at: string | null;
  };
  readonly phone: {
    readonly name: string;
    readonly protocol: string;
    readonly seen_at: string | null;
    readonly battery_pct: number | null;
    readonly charging: boolean | null;
  };
  readonly keeps: Keeps;
  /** Whether the town puts people in order of their figures. */
  readonly ranked: boolean;
};

export type Notice = {
  readonly version: number;
  readonly language: "zh" | "en";
  readonly digest: string;
  readonly title: string;
  readonly sections: readonly { readonly title: string; readonly words: string }[];
};

export type AppSetup = {
  readonly lines: readonly Line[];
  readonly link: string | null;
  readonly otrc: Readonly<Record<string, unknown>> | null;
};

export type Stay = {
  readonly grid: string;
  readonly name: string;
  readonly enter_ms: number;
  readonly leave_ms: number;
  readonly metres: number;
};

export type DutyKind = "roster" | "self" | "overtime";
/** One time of duty. */
export type Hours = { readonly begin: string; readonly end: string; readonly kind: DutyKind };

export type Sheet = {
  readonly day: string;
  readonly duties: readonly {
    readonly begin: string;
    readonly end: string;
    readonly kind: DutyKind;
  }[];
  readonly first_ms: number | null;
  readonly last_ms: number | null;
  readonly metres: number;
  readonly seconds: number;
  readonly fixes: number;
  readonly used: number;
  readonly gaps: number;
  readonly stays: readonly Stay[];
  /** The places are past their keep; figures and visits are what is left. */
  readonly gone: boolean;
};

export type Reading = {
  readonly at: string;
  readonly who: string;
  readonly own: boolean;
  readonly action: string;
  readonly begin: string | null;
  readonly end: string | null;
  readonly purpose: string | null;
  readonly reference: string | null;
};

export type Refusal = { readonly hour: string; readonly reason: string; readonly refused: number };

export type Asking = "correction" | "objection" | "question";
export type Asked = {
  readonly id: number;
  readonly kind: Asking;
  readonly words: string;
  readonly at: string;
  readonly state: "open" | "accepted" | "declined";
  readonly answer: string | null;
};

/** Where the phone was (degrees, metres, m/s) and when. */
export type OwnFix = {
  readonly at_ms: number;
  readonly lon: number;
  readonly lat: number;
  readonly accuracy_m: number | null;
  readonly speed_mps: number | null;
  readonly heading_deg: number | null;
};

/** A track as GeoJSON: lines of [longitude, latitude] without one over a gap, and lone points. */
export type OwnTrack = {
  readonly features: readonly {
    readonly geometry: { readonly type: string; readonly coordinates: unknown };
    readonly properties: { readonly kind: string };
  }[];
};

const SIGNED_OUT = 401;

let secret = "";

/** Open the page of a secret; an empty one goes on with the session that the browser still has. */
export async function openPage(page: string): Promise<void> {
  secret = page;
  if (page !== "") await send<void>("POST", "/api/me/session", { page });
}

export const getMe = () => again(() => ask<Me>("/api/me"));
export const getNotice = (language: string, signal: AbortSignal) =>
  again(() => ask<Notice>(`/api/me/notice${queryString({ language })}`, { signal }));
export const confirmNotice = ({ language, digest }: Notice) =>
  again(() => send<void>("POST", "/api/me/notice", { language, digest }));
export const withdrawNotice = () => again(() => ask<void>("/api/me/notice", { method: "DELETE" }));
export const sendFixes = (fixes: readonly OwnFix[]) =>
  again(() => send<void>("POST", "/api/me/fixes", { fixes }));
export const getApp = (token: string) => again(() => send<AppSetup>("POST", "/api/me/app", { token }));
export const switchDuty = (on: boolean) => again(() => send<void>("POST", "/api/me/duty", { on }));
export const callForHelp = (place: { lon: number; lat: number } | null) =>
  again(() => send<{ at: string }>("POST", "/api/me/sos", place ?? {}));
export const getSheet = (day: string, signal: AbortSignal) =>
  again(() => ask<Sheet>(`/api/me/days/${day}`, { signal }));
export const getRoster = (signal: AbortSignal) =>
  again(() => ask<{ rows: Hours[] }>("/api/me/roster", { signal }));
export const getReadings = (signal: AbortSignal) =>
  again(() => ask<{ rows: Reading[] }>("/api/me/readings", { signal }));
export const getRefused = (signal: AbortSignal) =>
  again(() => ask<{ rows: Refusal[] }>("/api/me/refused", { signal }));
export const getRequests = (signal: AbortSignal) =>
  again(() => ask<{ rows: Asked[] }>("/api/me/requests", { signal }));
export const askFor = (kind: Asking, words: string) =>
  again(() => send<void>("POST", "/api/me/requests", { kind, words }));

/** The track of a day, null when nothing is stored. */
export async function getTrack(day: string, signal: AbortSignal): Promise<OwnTrack | null> {
  try {
    return await again(() => ask<OwnTrack>(trackAddress(day, "geojson"), { signal }));
  } catch (reason) {
    if (reason instanceof Problem && reason.status === 404) return null;
    throw reason;
  }
}

export function trackAddress(day: string, suffix: "geojson" | "gpx" | "csv"): string {
  return `/api/me/track/${day}.${suffix}`;
}

export function dataAddress(from: string, to: string): string {
  return `/api/me/data.zip${queryString({ from, to })}`;
}

/** Ask, and once more with a new session when the one before has ended. */
async function again<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (reason) {
    if (!(reason instanceof Problem) || reason.status !== SIGNED_OUT || secret === "") throw reason;
    await openPage(secret);
    return question();
  }
}
