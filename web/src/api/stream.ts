/** An event stream of the service that is never given up: what was missed comes after every break. */

import { SIGNED_OUT } from "./client";

export type StreamEvent = { readonly id: string; readonly event: string; readonly data: string };

export type Listener = {
  hear(event: StreamEvent): void;
  /** The stream has begun, or has broken off. */
  turn(up: boolean): void;
};

/** The service says something every 15 seconds; whoever is silent for longer is gone without a word. */
const SILENT_MS = 40_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
/** Refused for good: asking again would be refused again. */
const REFUSED = new Set([401, 403, 404]);

/** Listen until told to stop; ends by itself only when the reader may not listen. */
export async function followStream(path: string, listener: Listener, stop: AbortSignal): Promise<void> {
  let last = "";
  let pauseMs = FIRST_PAUSE_MS;
  while (!stop.aborted) {
    const watch = new Watch(stop);
    try {
      const headers: HeadersInit = last === "" ? {} : { "Last-Event-ID": last };
      const answer = await fetch(path, { headers, cache: "no-store", signal: watch.signal });
      if (answer.status === 401) window.dispatchEvent(new Event(SIGNED_OUT));
      if (REFUSED.has(answer.status)) return;
      if (answer.ok && answer.body) {
        listener.turn(true);
        pauseMs = FIRST_PAUSE_MS;
        for await (const event of eventsOf(answer.body, watch)) {
          last = event.id || last;
          listener.hear(event);
        }
      }
    } catch {
      // broken off; the loop begins again
    } finally {
      watch.end();
    }
    if (stop.aborted) return;
    listener.turn(false);
    await new Promise((done) => setTimeout(done, pauseMs));
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}

/** Breaks a request off when it is told to, or when nothing came for too long. */
class Watch {
  private readonly aborter = new AbortController();
  private timer = 0;

  constructor(private readonly stop: AbortSignal) {
    stop.addEventListener("abort", this.abort);
    this.heard();
  }

  get signal(): AbortSignal {
    return this.aborter.signal;
  }

  heard(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(this.abort, SILENT_MS);
  }

  end(): void {
    clearTimeout(this.timer);
    this.stop.removeEventListener("abort", this.abort);
  }

  private readonly abort = () => this.aborter.abort();
}

async function* eventsOf(body: ReadableStream<Uint8Array>, watch: Watch): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const events = new EventReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    watch.heard();
    yield* events.read(decoder.decode(value, { stream: true }));
  }
}

/** Cuts the text of a stream into events, as far as they are whole; comments are left out. */
export class EventReader {
  private rest = "";

  read(text: string): StreamEvent[] {
    const blocks = (this.rest + text).split("\n\n");
    this.rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const fields = new Map(block.split("\n").map(fieldOf));
      const data = fields.get("data");
      if (data === undefined) return [];
      return [{ id: fields.get("id") ?? "", event: fields.get("event") ?? "message", data }];
    });
  }
}

function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
