/** Something asked of the service again and again; what was known stays while it is asked. */

import { useCallback, useEffect, useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { problemFrom } from "./resource";

export type Polled<T> = { readonly data: T | null; readonly problem: Problem | null; again(): void };

/** Ask `load` at once, every so many milliseconds and when told to; `load` must not change. */
export function usePolled<T>(load: (signal: AbortSignal) => Promise<T>, everyMs: number): Polled<T> {
  const [data, setData] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const aborter = new AbortController();
    const once = () =>
      load(aborter.signal).then(
        (found) => {
          if (aborter.signal.aborted) return;
          setData(found);
          setProblem(null);
        },
        (reason: unknown) => {
          if (!aborter.signal.aborted) setProblem(problemFrom(reason));
        },
      );
    void once();
    const timer = setInterval(once, everyMs);
    return () => {
      clearInterval(timer);
      aborter.abort();
    };
  }, [load, everyMs, attempt]);
  return { data, problem, again: useCallback(() => setAttempt((before) => before + 1), []) };
}
