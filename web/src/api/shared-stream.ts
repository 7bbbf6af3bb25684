/** One stream for all pages of a browser: one listens, the others are told by it, and one takes over when it closes. */

import { followStream, type Listener, type StreamEvent } from "./stream";

type Told =
  | { readonly kind: "event"; readonly event: StreamEvent }
  | { readonly kind: "turn"; readonly up: boolean }
  | { readonly kind: "newcomer" };

/**
 * Listen through whichever page of this name has the stream; `snapshot` writes what a newcomer has to know.
 * Returns what stops it. A browser without locks has a stream for every page.
 */
export function shareStream(
  path: string,
  name: string,
  listener: Listener,
  snapshot: () => StreamEvent,
): () => void {
  const stop = new AbortController();
  if (!("locks" in navigator)) {
    void followStream(path, listener, stop.signal);
    return () => stop.abort();
  }
  const channel = new BroadcastChannel(name);
  let up = false;
  const tell = (told: Told) => channel.postMessage(told);
  channel.onmessage = ({ data }: MessageEvent<Told>) => receive(data, listener);
  tell({ kind: "newcomer" });
  const lead = () => {
    channel.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.kind !== "newcomer" || !up) return;
      tell({ kind: "turn", up });
      tell({ kind: "event", event: snapshot() });
    };
    const both: Listener = {
      hear(event) {
        tell({ kind: "event", event });
        listener.hear(event);
      },
      turn(now) {
        up = now;
        tell({ kind: "turn", up });
        listener.turn(up);
      },
    };
    return followStream(path, both, stop.signal);
  };
  navigator.locks.request(name, { signal: stop.signal }, lead).catch(() => undefined);
  return () => {
    stop.abort();
    channel.close();
  };
}

function receive(told: Told, listener: Listener): void {
  if (told.kind === "event") listener.hear(told.event);
  if (told.kind === "turn") listener.turn(told.up);
}
