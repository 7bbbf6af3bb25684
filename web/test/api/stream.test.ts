import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EventReader, followStream } from "../../src/api/stream";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("events are whole however the text was cut, and comments are none", () => {
  const reader = new EventReader();
  const text = 'id: 1-5\nevent: change\ndata: {"a":"b: c"}\n\n: still here\n\nevent: snap';
  const events = Array.from(text, (letter) => reader.read(letter)).flat();
  expect(events).toEqual([{ id: "1-5", event: "change", data: '{"a":"b: c"}' }]);
  expect(reader.read("shot\ndata: 1\n\n")).toEqual([{ id: "", event: "snapshot", data: "1" }]);
});

/** A stream that says one event and ends. */
function answerWith(text: string): Response {
  return new Response(new Blob([text]).stream());
}

test("after a break it asks again, naming the last event, until told to stop", async () => {
  const asked: (string | undefined)[] = [];
  const answers = [() => answerWith("id: 4-1\ndata: one\n\n"), () => answerWith("id: 4-2\ndata: two\n\n")];
  vi.stubGlobal("fetch", async (_path: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(headers["Last-Event-ID"]);
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("nobody there");
    return answer();
  });
  const heard: (string | boolean)[] = [];
  const stop = new AbortController();
  const listener = {
    hear: ({ data }: { data: string }) => void heard.push(data),
    turn: (up: boolean) => void heard.push(up),
  };
  const end = followStream("/api/live", listener, stop.signal);
  await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(3), { timeout: 10_000 });
  expect(asked.slice(0, 3)).toEqual([undefined, "4-1", "4-2"]);
  expect(heard.slice(0, 6)).toEqual([true, "one", false, true, "two", false]);
  stop.abort();
  await vi.advanceTimersByTimeAsync(10_000);
  await end;
});

test("who may not listen is not asked again", async () => {
  const fetch = vi.fn(async () => new Response(null, { status: 403 }));
  vi.stubGlobal("fetch", fetch);
  const turn = vi.fn();
  await followStream("/api/live", { hear: () => undefined, turn }, new AbortController().signal);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(turn).not.toHaveBeenCalled();
});

test("a stream that falls silent is broken off", async () => {
  const signals: AbortSignal[] = [];
  vi.stubGlobal("fetch", (_path: string, { signal }: { signal: AbortSignal }) => {
    signals.push(signal);
    return new Promise((_, fail) => signal.addEventListener("abort", () => fail(new Error("broken off"))));
  });
  const stop = new AbortController();
  const turn = vi.fn();
  void followStream("/api/live", { hear: () => undefined, turn }, stop.signal);
  await vi.advanceTimersByTimeAsync(41_000);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(turn).toHaveBeenCalledWith(false);
  stop.abort();
});
