/** One way to ask the service: JSON in, JSON or a Problem out. */

import { serviceAway } from "./connection";

/** An answer that is not the one asked for, in the service's own words (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly requestId: string | null,
    readonly retryAfterS: number | null,
    /** What the problem says besides, by name. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

/** The status of a request that never reached the service. */
export const UNREACHED = 0;

type Query = Readonly<Record<string, string | number | readonly (string | number)[] | null | undefined>>;

/** Write a query string; lists repeat their key, null and undefined are left out. */
export function queryString(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    const many = typeof value === "object" ? value : [value];
    for (const one of many) search.append(key, String(one));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** Fetch a path of this origin and read its JSON; throws Problem, also when nobody answers. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await answered(path, init);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** Fetch a path of this origin; throws Problem unless the answer is what was asked for. */
export async function answered(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await reach(path, init);
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** Send JSON and read the JSON that comes back. */
export function send<T>(method: "POST" | "PUT" | "PATCH", path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return ask<T>(path, { method, headers, body: JSON.stringify(body) });
}

/** Fetch a path of this origin, telling the page when the service is away or the session over. */
export async function reach(path: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...init });
  } catch (reason) {
    if (init.signal?.aborted) throw reason;
    serviceAway(null);
    throw new Problem(UNREACHED, "", null, null);
  }
  if (answer.status === 503) serviceAway(retryAfter(answer));
  if (answer.status === 401) window.dispatchEvent(new Event(SIGNED_OUT));
  return answer;
}

/** Fired on the window when the service no longer knows who is asking. */
export const SIGNED_OUT = "wangge:signed-out";

async function problemOf(answer: Response): Promise<Problem> {
  const told: { detail?: string; title?: string; request_id?: string } = await answer
    .json()
    .catch(() => ({}));
  const detail = told.detail ?? told.title ?? answer.statusText;
  return new Problem(answer.status, detail, told.request_id ?? null, retryAfter(answer), told);
}

function retryAfter(answer: Response): number | null {
  const seconds = Number.parseInt(answer.headers.get("Retry-After") ?? "", 10);
  return Number.isNaN(seconds) ? null : seconds;
}
