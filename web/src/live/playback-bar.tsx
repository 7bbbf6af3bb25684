/** The bar that plays: play and pause, the moment, the speed, the trail, and the whole span to scrub over. */

import { Pause, Play, Radio } from "lucide-preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../i18n";
import { idleStretches, skipFrom } from "../playback/idle";
import type { Track } from "../playback/pieces";
import { TimeStrip } from "../playback/time-strip";
import { atSpeed, type ClockState, pause, play, SPEEDS, seek, timeAt, wholeInAMinute } from "../time/clock";
import { clock as clockWords, exact } from "../time/town-time";
import { selectedPerson } from "./duty";
import { closePlayback, type Playback, stopPlaying } from "./playback-state";
import { useLive } from "./state";

type Props = { readonly playback: Playback; readonly clock: ClockState };

const TRAILS_MIN = [0, 5, 15, 30, 60];
const WORDS_MS = 100;

export function PlaybackBar({ playback, clock }: Props) {
  const live = useLive();
  const zone = live.town.time_zone;
  const at = useMoment(playback, clock, selectedPerson(live.selected).value);
  const running = clock.playing && at < clock.endMs;
  const set = (state: ClockState) => {
    playback.clock.value = state;
    live.map.peek()?.movers.redraw();
  };
  const toggle = () => set(running ? pause(clock, performance.now()) : play(clock, performance.now()));
  const scrub = (ms: number) => set(seek(clock, ms, performance.now()));
  const Icon = running ? Pause : Play;
  return (
    <div class="dock-bar">
      <button type="button" class="button primary" onClick={toggle}>
        <Icon size={16} aria-hidden="true" /> {t(running ? "playback.pause" : "playback.play")}
      </button>
      <time class="dock-time" title={exact(new Date(at), zone)}>
        {exact(new Date(at), zone).slice(5)}
      </time>
      <Speed clock={clock} set={set} />
      <Trail playback={playback} />
      <Follow />
      <button
        type="button"
        class="button"
        aria-pressed={playback.skipping.value}
        onClick={() => {
          playback.skipping.value = !playback.skipping.value;
        }}
      >
        {t("playback.skip")}
      </button>
      {playback.doubts.value && (
        <button type="button" class="button" onClick={() => stopPlaying(playback)}>
          {t("doubts.title")}
        </button>
      )}
      <button type="button" class="button" onClick={() => closePlayback(playback)}>
        <Radio size={16} aria-hidden="true" /> {t("playback.live")}
      </button>
      <div class="dock-slider">
        <input
          type="range"
          aria-label={t("playback.moment")}
          aria-valuetext={clockWords(new Date(at), zone)}
          min={clock.beginMs}
          max={clock.endMs}
          step={1000}
          value={at}
          onInput={(event) => scrub(Number(event.currentTarget.value))}
        />
        <TimeStrip
          tracks={playback.tracks.value ?? []}
          happenings={playback.happenings.value}
          selected={selectedPerson(live.selected).value}
          span={clock}
          duties={playback.duties.value}
          late={playback.late.value?.atMs ?? null}
          words={stripWords(playback)}
        />
      </div>
    </div>
  );
}

function stripWords({ late }: Playback): string {
  const count = late.value?.atMs.length ?? 0;
  return `${t("playback.strip")}${count > 0 ? t("playback.strip_late", { count }) : ""}`;
}

/** The moment in words, a few times a second: the map has its own pace. Idle stretches are passed over. */
function useMoment(playback: Playback, clock: ClockState, selected: number | null): number {
  const [, setTick] = useState(0);
  const { skipping, tracks } = playback;
  const idle = useMemo(
    () => (skipping.value ? idleOf(tracks.value ?? [], selected, clock) : []),
    [skipping.value, tracks.value, selected, clock.beginMs, clock.endMs],
  );
  useEffect(() => {
    if (!clock.playing) return;
    const timer = setInterval(() => {
      const wall = performance.now();
      const next = skipFrom(idle, timeAt(clock, wall));
      if (next === null) setTick((tick) => tick + 1);
      else playback.clock.value = seek(clock, next, wall);
    }, WORDS_MS);
    return () => clearInterval(timer);
  }, [clock, idle]);
  return timeAt(clock, performance.now());
}

/** Of the selected one alone, where somebody is selected who has a way at all. */
function idleOf(tracks: readonly Track[], selected: number | null, { beginMs, endMs }: ClockState) {
  const one = tracks.filter(({ person }) => person === selected);
  return idleStretches(one.length > 0 ? one : tracks, beginMs, endMs);
}

function Speed({ clock, set }: { readonly clock: ClockState; set(state: ClockState): void }) {
  const whole = wholeInAMinute(clock);
  const known = SPEEDS.includes(clock.speed);
  return (
    <label>
      <span class="heard">{t("playback.speed")}</span>
      <select
        value={known ? String(clock.speed) : "whole"}
        onChange={({ currentTarget: { value } }) =>
          set(atSpeed(clock, value === "whole" ? whole : Number(value), performance.now()))
        }
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            ×{speed}
          </option>
        ))}
        <option value="whole">{t("playback.whole")}</option>
      </select>
    </label>
  );
}

function Trail({ playback }: { readonly playback: Playback }) {
  const trail = playback.trail.value;
  return (
    <label>
      <span class="heard">{t("playback.trail")}</span>
      <select
        value={Number.isFinite(trail) ? String(trail) : "all"}
        onChange={({ currentTarget: { value } }) => {
          playback.trail.value = value === "all" ? Number.POSITIVE_INFINITY : Number(value);
        }}
      >
        {TRAILS_MIN.map((minutes) => (
          <option key={minutes} value={minutes}>
            {minutes === 0 ? t("playback.trail_none") : t("playback.trail_of", { count: minutes })}
          </option>
        ))}
        <option value="all">{t("playback.trail_all")}</option>
      </select>
    </label>
  );
}

function Follow() {
  const { duty, selected } = useLive();
  if (duty === null) return null;
  const nobody = selectedPerson(selected).value === null;
  const toggle = () => {
    duty.following.value = !duty.following.value;
  };
  return (
    <button
      type="button"
      class="button"
      aria-pressed={duty.following.value}
      disabled={nobody}
      onClick={toggle}
    >
      {t("duty.follow")}
    </button>
  );
}
