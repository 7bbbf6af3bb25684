/** Keep the map in step with the playback: its people instead of the living ones, as long as there are tracks. */

import { effect } from "@preact/signals";
import { t } from "../i18n";
import type { MoverSource } from "../map/mover";
import type { TownMap } from "../map/town-map";
import { PlaybackMovers } from "../playback/playback-movers";
import { timeAt } from "../time/clock";
import type { Duty } from "./duty";
import type { Playback } from "./playback-state";

/** What happened is told for ten minutes, or for three seconds of the reader's time if that is longer. */
const TOLD_MS = 600_000;
const LEAST_TOLD_WALL_MS = 3000;

/** Start following; `living` is what is drawn otherwise. Returns what stops it. */
export function followPlayback(
  playback: Playback,
  duty: Duty,
  map: TownMap,
  living: MoverSource,
): () => void {
  return effect(() => {
    const tracks = playback.tracks.value;
    if (tracks === null) {
      map.movers.show(living);
      return undefined;
    }
    const movers = new PlaybackMovers(
      tracks,
      (place) => map.spotOf(place),
      (person) => {
        const known = duty.staff.peek().get(person);
        return { name: known?.name ?? `#${person}`, squad: known?.squad?.code ?? null };
      },
      {
        moment: (wallMs) => momentOf(playback, wallMs),
        playing: () => isRunning(playback),
      },
      {
        gap: (minutes) => t("playback.gap", { count: minutes }),
        stop: (minutes) => t("playback.stop", { count: minutes }),
        late: (count) => t("playback.late", { count }),
      },
    );
    map.movers.show(movers);
    return effect(() => {
      movers.trailMinutes = playback.trail.value;
      movers.happenings = playback.happenings.value;
      movers.late = playback.late.value;
      movers.toldMs = Math.max(TOLD_MS, (playback.clock.value?.speed ?? 1) * LEAST_TOLD_WALL_MS);
      map.movers.redraw();
    });
  });
}

function momentOf({ clock }: Playback, wallMs: number): number {
  const state = clock.peek();
  return state === null ? 0 : timeAt(state, wallMs);
}

function isRunning(playback: Playback): boolean {
  const state = playback.clock.peek();
  return state?.playing === true && momentOf(playback, performance.now()) < state.endMs;
}
