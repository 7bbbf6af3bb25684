/** Sends what waits in the queue, the oldest first; what was not taken stays there. */

import { Problem } from "../api/client";
import { type OwnFix, sendFixes } from "../api/me";
import type { FixQueue } from "./fix-queue";

const TOGETHER = 200;
const UNMENDABLE = [400, 413, 422];

type Send = (fixes: readonly OwnFix[]) => Promise<unknown>;

/** Send all that waits and return whether the queue is empty then; only what can never be taken is dropped. */
export async function sendAll(
  queue: Pick<FixQueue, "oldest" | "remove">,
  send: Send = sendFixes,
): Promise<boolean> {
  for (;;) {
    const fixes = await queue.oldest(TOGETHER);
    if (fixes.length === 0) return true;
    try {
      await send(fixes);
    } catch (reason) {
      if (!(reason instanceof Problem) || !UNMENDABLE.includes(reason.status)) return false;
    }
    await queue.remove(fixes);
  }
}
