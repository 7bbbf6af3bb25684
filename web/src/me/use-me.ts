/** What the page says first, asked again every few seconds; what stood there stays while it is asked. */

import { useCallback, useEffect, useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { getMe, type Me, openPage } from "../api/me";
import { problemFrom } from "../ui/resource";

const EVERY_MS = 10_000;
const SHUT = 401;

export type Known = { readonly me: Me | null; readonly problem: Problem | null; again(): Promise<void> };

export function useMe(page: string): Known {
  const [me, setMe] = useState<Me | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const again = useCallback(async () => {
    try {
      setMe(await getMe());
      setProblem(null);
    } catch (reason) {
      const found = problemFrom(reason);
      if (found.status === SHUT) setMe(null);
      setProblem(found);
    }
  }, []);
  useEffect(() => {
    openPage(page).then(again, (reason: unknown) => setProblem(problemFrom(reason)));
    const timer = setInterval(again, EVERY_MS);
    return () => clearInterval(timer);
  }, [page, again]);
  return { me, problem, again };
}
