/** Whether the service can be reached, and asking again by itself until it can. */

import { signal } from "@preact/signals";

export type Connection = "up" | "away";

export const connection = signal<Connection>("up");

/** Counts the times the service came back; what failed meanwhile loads again when it changes. */
export const returned = signal(0);

const RETRY_MS = 5000;

/** Note that a request found nobody home, and ask the health door until somebody is. */
export function serviceAway(retryAfterS: number | null): void {
  if (connection.value === "away") return;
  connection.value = "away";
  askAgain(retryAfterS === null ? RETRY_MS : retryAfterS * 1000);
}

/** Ask at once, for those who do not want to wait. */
export async function askNow(): Promise<void> {
  const healthy = await fetch("/api/health", { cache: "no-store" }).then(
    (answer) => answer.ok,
    () => false,
  );
  if (!healthy || connection.value === "up") return;
  connection.value = "up";
  returned.value += 1;
}

function askAgain(afterMs: number): void {
  setTimeout(async () => {
    await askNow();
    if (connection.value === "away") askAgain(RETRY_MS);
  }, afterMs);
}
