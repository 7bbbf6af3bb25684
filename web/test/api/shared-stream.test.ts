import { afterEach, expect, test, vi } from "vitest";
import { shareStream } from "../../src/api/shared-stream";
import type { StreamEvent } from "../../src/api/stream";

afterEach(() => void vi.unstubAllGlobals());

/** Locks as the browser gives them: one holder, the others wait. */
function stubLocks() {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>) => {
    last = last.then(() => (signal.aborted ? undefined : hold()));
    return last;
  };
  vi.stubGlobal("navigator", { locks: { request } });
}

test("two pages have one stream, the newcomer is told all, and takes over when the first closes", async () => {
  stubLocks();
  const asked: AbortSignal[] = [];
  vi.stubGlobal("fetch", async (_path: string, { signal }: { signal: AbortSignal }) => {
    asked.push(signal);
    const body = new ReadableStream<Uint8Array>({
      start(control) {
        control.enqueue(new TextEncoder().encode("event: change\ndata: news\n\n"));
        signal.addEventListener("abort", () => control.error(new Error("broken off")));
      },
    });
    return { ok: true, status: 200, body };
  });
  const heard: string[][] = [[], []];
  const page = (number: number) => ({
    hear: ({ event, data }: StreamEvent) => void heard[number]?.push(`${event} ${data}`),
    turn: () => undefined,
  });
  const snapshot = () => ({ id: "", event: "snapshot", data: "all" });
  const closeFirst = shareStream("/api/live", "test.live", page(0), snapshot);
  await vi.waitFor(() => expect(heard[0]).toEqual(["change news"]));
  const closeSecond = shareStream("/api/live", "test.live", page(1), snapshot);
  await vi.waitFor(() => expect(heard[1]).toEqual(["snapshot all"]));
  expect(asked.length).toBe(1);
  closeFirst();
  await vi.waitFor(() => expect(heard[1]).toEqual(["snapshot all", "change news"]));
  expect(asked.map(({ aborted }) => aborted)).toEqual([true, false]);
  closeSecond();
});
