/** Whose tracks are played, and where they stand at the moment of the clock. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../i18n";
import { squadSign } from "../map/squads";
import { firstAfter, type Track } from "../playback/pieces";
import { GAP_MS, isGap } from "../playback/track-facts";
import { timeAt } from "../time/clock";
import { ShapeMark } from "../ui/shape-mark";
import { type Duty, selectedPerson } from "./duty";
import { type Playback, placeThen } from "./playback-state";
import { pickPerson, useLive } from "./state";

const LIST_MS = 500;
const CLOSE = 16;
const byName = new Intl.Collator("zh-CN");

type Props = { readonly playback: Playback; readonly duty: Duty; readonly tracks: readonly Track[] };

export function PlaybackPeople({ playback, duty, tracks }: Props) {
  const live = useLive();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), LIST_MS);
    return () => clearInterval(timer);
  }, []);
  // the list has its own pace: while somebody scrubs, the map comes first
  const clock = playback.clock.peek();
  const now = clock ? timeAt(clock, performance.now()) : 0;
  const staff = duty.staff.value;
  const nameOf = ({ person }: Track) => staff.get(person)?.name ?? `#${person}`;
  const ordered = useMemo(
    () => [...tracks].sort((one, other) => byName.compare(nameOf(one), nameOf(other))),
    [tracks, staff],
  );
  const selected = selectedPerson(live.selected).value;
  const show = (person: number) => {
    pickPerson(live, person);
    const place = placeThen(playback, person);
    if (place) live.map.value?.approach(place, CLOSE);
  };
  if (tracks.length === 0) return <p class="empty">{t("playback.nothing")}</p>;
  return (
    <ul class="rows">
      {ordered.map((track) => {
        const { person } = track;
        const code = staff.get(person)?.squad?.code ?? null;
        return (
          <li key={person}>
            <button type="button" class="row" aria-pressed={person === selected} onClick={() => show(person)}>
              <span class="row-head">
                <ShapeMark shape={squadSign(code).shape} colour={`squad-${code}`} />
                {nameOf(track)}
                <span class="aside">{t(`playback.then_${thenOf(track, now)}`)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Whether a track has begun, is known, is in a gap, or is over. */
export function thenOf(track: Track, now: number): "before" | "heard" | "silent" | "over" {
  const next = firstAfter(track.atMs, now);
  if (next === 0) return "before";
  if (next < track.atMs.length) return isGap(track, next) ? "silent" : "heard";
  return now - (track.atMs[next - 1] as number) > GAP_MS ? "over" : "heard";
}
