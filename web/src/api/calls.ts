/** Every question the pages ask, by name. */

import { answered, ask, queryString, send } from "./client";
import type { Layer } from "./layer";
import type { Why } from "./purposes";
import type {
  Bounds,
  Catalogue,
  FeatureCollection,
  Figure,
  Lookup,
  People,
  Person,
  PhoneState,
  Properties,
  SearchAnswer,
  Session,
  Unmasked,
} from "./types";

export type ParameterValues = Readonly<Record<string, string | number | readonly (string | number)[]>>;
type Aborting = { readonly signal?: AbortSignal };

export const getSession = () => ask<Session>("/api/session");
export const signIn = (name: string, password: string) =>
  send<Session>("POST", "/api/session", { name, password });
export const signOut = () => ask<void>("/api/session", { method: "DELETE" });
export const getSummary = (how: Aborting = {}) => ask<{ figures: Figure[] }>("/api/summary", how);
export const getLayers = () => ask<{ layers: Layer[] }>("/layers");
export const getCatalogue = (how: Aborting = {}) => ask<Catalogue>("/api/categories", how);

/** Say whose place this is; a Problem with status 404 means outside the town. */
export function lookUp(lon: number, lat: number, how: Aborting = {}): Promise<Lookup> {
  return ask<Lookup>(`/api/lookup${queryString({ lon: lon.toFixed(9), lat: lat.toFixed(9) })}`, how);
}

export function search(q: string, how: Aborting = {}): Promise<SearchAnswer> {
  return ask<SearchAnswer>(`/api/search${queryString({ q, limit: 20 })}`, how);
}

export function getPeople(q: string, limit: number, how: Aborting = {}): Promise<People> {
  return ask<People>(`/api/people${queryString({ q, limit, offset: 0 })}`, how);
}

/** Read everybody of the reader's scope, page by page. */
export async function getStaff(how: Aborting = {}): Promise<Person[]> {
  const staff: Person[] = [];
  for (;;) {
    const query = queryString({ limit: STAFF_PAGE, offset: staff.length });
    const { total, people } = await ask<People>(`/api/people${query}`, how);
    staff.push(...people);
    if (staff.length >= total || people.length === 0) return staff;
  }
}

/** As many as the service gives at once. */
const STAFF_PAGE = 500;

/** Read what is known of the phone of somebody on duty; the service keeps a record of it. */
export function getPhoneState(person: number, how: Aborting = {}): Promise<PhoneState> {
  return ask<PhoneState>(`/api/live/people/${person}`, how);
}

/** Whose tracks, from when to when, and what for. */
export type PlaybackQuestion = Why & {
  readonly from: Date;
  readonly to: Date;
  readonly squad: string;
  readonly people: readonly number[];
};

/** Read the packed tracks of many people; the service keeps a record of it. */
export async function getPlayback(
  question: PlaybackQuestion,
  { quality, ...how }: Aborting & { readonly quality?: boolean } = {},
): Promise<ArrayBuffer> {
  const { from, to, reference, squad, people, purpose } = question;
  const query = queryString({
    from: from.toISOString(),
    to: to.toISOString(),
    purpose,
    reference: reference || null,
    squad: squad || null,
    people,
    quality: quality ? "true" : null,
  });
  return (await answered(`/api/playback${query}`, how)).arrayBuffer();
}

export type DoubtKind = "mock" | "smooth" | "leap" | "copied" | "together";

/** A stretch of a track that somebody should look at; `other` is beside whom it is doubtful. */
export type Doubt = {
  readonly person: number;
  readonly kind: DoubtKind;
  readonly begin: number;
  readonly end: number;
  readonly measure: number;
  readonly other: number | null;
};

/** Look for doubtful stretches of many people's tracks; the service keeps a record of it. */
export async function getDoubts(
  { from, to, reference, squad, people, purpose }: PlaybackQuestion,
  how: Aborting = {},
): Promise<readonly Doubt[]> {
  const query = queryString({
    from: from.toISOString(),
    to: to.toISOString(),
    purpose,
    reference: reference || null,
    squad: squad || null,
    people,
  });
  return (await ask<{ rows: Doubt[] }>(`/api/suspicions${query}`, how)).rows;
}

export type DutySpan = { readonly person: number; readonly begin_ms: number; readonly end_ms: number };

/** Read when people were on duty within a span. */
export async function getDutySpans(
  { from, to, squad, people }: PlaybackQuestion,
  how: Aborting = {},
): Promise<readonly DutySpan[]> {
  const span = { from: from.toISOString(), to: to.toISOString(), squad: squad || null, people };
  return (await ask<{ rows: DutySpan[] }>(`/api/duty/spans${queryString(span)}`, how)).rows;
}

/** Read one person's phone in full; the service keeps a record of it. */
export function unmask(person: number, why: Why): Promise<Unmasked> {
  return send<Unmasked>("POST", `/api/people/${person}/unmask`, why);
}

/** Read the features of a layer inside a box of WGS-84 degrees. */
export function getItems<P = Properties>(
  layer: string,
  box: Bounds,
  parameters: ParameterValues,
  limit: number,
  how: Aborting = {},
): Promise<FeatureCollection<P>> {
  const bbox = box.map((degrees) => degrees.toFixed(7)).join(",");
  return ask(`/layers/${layer}/items.geojson${queryString({ ...parameters, bbox, limit })}`, how);
}
