/** Something asked of the service, and which of its faces to show now. */

import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, UNREACHED } from "../api/client";
import { returned } from "../api/connection";

export type Resource<T> =
  | { readonly face: "loading"; readonly slow: boolean; readonly before: T | null }
  | { readonly face: "error"; readonly problem: Problem }
  | { readonly face: "data"; readonly data: T };

/** A skeleton that flashes up for less than this disturbs more than it tells. */
const SLOW_MS = 300;

export type Asked<T> = { readonly resource: Resource<T>; again(): void };

/**
 * Ask `load` whenever `question` changes, when told to ask again, and when the service is back.
 * The former answer stays until the new one is there or is slow; a superseded request is aborted.
 */
export function useResource<T>(question: string, load: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [resource, setResource] = useState<Resource<T>>({ face: "loading", slow: false, before: null });
  const [attempt, setAttempt] = useState(0);
  const last = useRef<T | null>(null);
  const back = returned.value;

  useEffect(() => {
    const aborter = new AbortController();
    setResource({ face: "loading", slow: false, before: last.current });
    const timer = setTimeout(() => setResource({ face: "loading", slow: true, before: null }), SLOW_MS);
    const settle = (next: Resource<T>) => {
      clearTimeout(timer);
      if (aborter.signal.aborted) return;
      last.current = next.face === "data" ? next.data : null;
      setResource(next);
    };
    load(aborter.signal).then(
      (data) => settle({ face: "data", data }),
      (reason: unknown) => settle({ face: "error", problem: problemFrom(reason) }),
    );
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [question, attempt, back]);

  return { resource, again: () => setAttempt(attempt + 1) };
}

/** What is there to show: the rows, or the former ones while they are asked for. */
export function dataOf<T>({ resource }: Asked<readonly T[]>): readonly T[] {
  if (resource.face === "data") return resource.data;
  return resource.face === "loading" ? (resource.before ?? []) : [];
}

/** The problem behind a failed call, whatever was thrown. */
export function problemFrom(reason: unknown): Problem {
  return reason instanceof Problem ? reason : new Problem(UNREACHED, String(reason), null, null);
}
