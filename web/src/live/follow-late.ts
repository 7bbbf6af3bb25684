/** Ask which fixes of the selected one came late; read for the same purpose as the playback itself. */

import { effect } from "@preact/signals";
import { getPlayback } from "../api/calls";
import { readLate } from "../playback/late";
import { selectedPerson } from "./duty";
import type { Playback } from "./playback-state";
import type { Live } from "./state";

/** Start following; returns what stops it. */
export function followLate(live: Live, playback: Playback): () => void {
  const person = selectedPerson(live.selected);
  return effect(() => {
    const [question, who, tracks] = [playback.question.value, person.value, playback.tracks.value];
    playback.late.value = null;
    if (question === null || who === null || !tracks?.some((track) => track.person === who)) return undefined;
    const aborter = new AbortController();
    const one = { ...question, squad: "", people: [who] };
    getPlayback(one, { quality: true, signal: aborter.signal }).then(
      (body) => {
        const atMs = readLate(body, question.from.getTime(), question.to.getTime());
        playback.late.value = { person: who, atMs };
      },
      // the way itself is there: what is missing is a mark on it
      () => undefined,
    );
    return () => aborter.abort();
  });
}
