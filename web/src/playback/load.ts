/** Ask for the tracks of a span, for a stated purpose, and unpack them in a worker. */

import { getPlayback, type PlaybackQuestion } from "../api/calls";
import { Problem } from "../api/client";
import type { Order } from "./decode.worker";
import DecodeWorker from "./decode.worker?worker";
import type { Track } from "./pieces";

/** Throws Problem, also for an answer that is no tracks. */
export async function loadTracks(question: PlaybackQuestion, signal: AbortSignal): Promise<Track[]> {
  // begun before the answer is there, so that it waits for nothing then
  const worker = new DecodeWorker();
  try {
    const body = await getPlayback(question, { signal });
    const order: Order = { body, beginMs: question.from.getTime(), endMs: question.to.getTime() };
    return await new Promise<Track[]>((done, fail) => {
      worker.onmessage = ({ data }: MessageEvent<Track[]>) => done(data);
      worker.onerror = ({ message }) => fail(new Problem(UNREADABLE, message, null, null));
      worker.postMessage(order, [body]);
    });
  } finally {
    worker.terminate();
  }
}

const UNREADABLE = 502;
