/** The dock under the map while time matters: what to play back and what for, then the bar that plays it. */

import { useEffect, useState } from "preact/hooks";
import { getDoubts, getDutySpans, getItems, type PlaybackQuestion } from "../api/calls";
import type { Problem } from "../api/client";
import { t } from "../i18n";
import { loadTracks } from "../playback/load";
import type { Happening } from "../playback/playback-movers";
import { atSpeed, clockOf, seek } from "../time/clock";
import { civilDay } from "../time/town-time";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { DoubtsList } from "./doubts-list";
import { PlaybackBar } from "./playback-bar";
import { PlaybackForm } from "./playback-form";
import type { Playback, PlaybackLink } from "./playback-state";
import { type Live, useLive } from "./state";

const EVENTS = "events";
const MOST_EVENTS = 1000;

type Step = { readonly at: "asking" | "reading" } | { readonly at: "failed"; readonly problem: Problem };

export function PlaybackDock({ playback }: { readonly playback: Playback }) {
  const live = useLive();
  const [step, setStep] = useState<Step>({ at: "asking" });
  const clock = playback.clock.value;
  const [aborter] = useState(() => new AbortController());
  useEffect(() => () => aborter.abort(), [aborter]);
  const ask = async (question: PlaybackQuestion) => {
    setStep({ at: "reading" });
    try {
      const tracks = await loadTracks(question, aborter.signal);
      begin(playback, question);
      playback.tracks.value = tracks;
      playback.question.value = question;
      setStep({ at: "asking" });
      const more = { signal: aborter.signal };
      playback.duties.value = await getDutySpans(question, more);
      playback.happenings.value = await happeningsOf(live, question, aborter.signal);
    } catch (reason) {
      if (!aborter.signal.aborted) setStep({ at: "failed", problem: problemFrom(reason) });
    }
  };
  const doubt = async (question: PlaybackQuestion) => {
    setStep({ at: "reading" });
    try {
      playback.doubts.value = { question, rows: await getDoubts(question, { signal: aborter.signal }) };
      setStep({ at: "asking" });
    } catch (reason) {
      if (!aborter.signal.aborted) setStep({ at: "failed", problem: problemFrom(reason) });
    }
  };
  const doubts = playback.doubts.value;
  const forget = () => {
    playback.doubts.value = null;
  };
  return (
    <section class="dock" aria-label={t("playback.title")}>
      {clock && <PlaybackBar playback={playback} clock={clock} />}
      {!clock && doubts && <DoubtsList doubts={doubts} back={forget} ask={(one) => void ask(one)} />}
      {!clock && !doubts && (
        <PlaybackForm playback={playback} busy={step.at === "reading"} ask={ask} doubt={doubt} />
      )}
      {step.at === "failed" && (
        <p class="fault" role="alert">
          {step.problem.status === 404 ? t("playback.nothing") : reasonOf(step.problem)}
        </p>
      )}
    </section>
  );
}

/** Set the clock to the span; a link that was followed says where it stands and how fast it runs. */
function begin({ clock, wanted, open }: Playback, { from, to, squad, people }: PlaybackQuestion): void {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  // a link says where one span stands, and nothing of a stretch of it that is looked at
  const link = linked(wanted.peek(), fromMs, toMs);
  const fresh = clockOf(fromMs, toMs);
  const atMs = link?.atMs ?? fromMs;
  const speed = link?.speed ?? fresh.speed;
  clock.value = seek(atSpeed(fresh, speed, 0), atMs, 0);
  wanted.value = { fromMs, toMs, squad, people, atMs, speed, trail: link?.trail ?? 0 };
  open.value = true;
}

function linked(link: PlaybackLink | null, fromMs: number, toMs: number): PlaybackLink | null {
  return link !== null && link.fromMs === fromMs && link.toMs === toMs ? link : null;
}

/** The events that were reported within the span, where the reader may see events at all. */
async function happeningsOf(
  live: Live,
  { from, to }: PlaybackQuestion,
  signal: AbortSignal,
): Promise<Happening[]> {
  const { bounds, time_zone } = live.town;
  if (bounds === null || !live.layers.some(({ name }) => name === EVENTS)) return [];
  const days = { from: civilDay(from, time_zone), to: civilDay(to, time_zone) };
  type Fields = { readonly number: string; readonly title: string; readonly reported_at: string };
  const { features } = await getItems<Fields>(EVENTS, bounds, days, MOST_EVENTS, { signal });
  return features.flatMap(({ geometry, properties }) => {
    const atMs = Date.parse(properties.reported_at);
    if (geometry.type !== "Point" || atMs < from.getTime() || atMs > to.getTime()) return [];
    const [lon, lat] = geometry.coordinates as [number, number];
    return [{ id: properties.number, atMs, lon, lat, words: properties.title }];
  });
}
