/** What is doubtful about tracks: who, when and of what kind; no verdict, and one click plays the stretch. */

import type { Doubt, PlaybackQuestion } from "../api/calls";
import { t } from "../i18n";
import { now } from "../time/now";
import { clock, short } from "../time/town-time";
import type { Doubts } from "./playback-state";
import { useLive } from "./state";

/** A leap takes no time: a little before and after it belongs to what is looked at. */
const LEAST_MS = 60_000;

type Props = { readonly doubts: Doubts; back(): void; ask(question: PlaybackQuestion): void };

export function DoubtsList({ doubts: { question, rows }, back, ask }: Props) {
  const { duty, town } = useLive();
  const staff = duty?.staff.value;
  const nameOf = (person: number) => staff?.get(person)?.name ?? `#${person}`;
  const zone = town.time_zone;
  return (
    <div class="doubts">
      <p>
        {rows.length === 0 ? t("doubts.none") : t("doubts.found", { count: rows.length })}{" "}
        <span class="muted">{t("doubts.about")}</span>
      </p>
      <ul class="rows" aria-label={t("doubts.title")}>
        {rows.map((row) => (
          <li key={[row.person, row.kind, row.begin, row.other].join()}>
            <button type="button" class="row" onClick={() => ask(stretchOf(question, row))}>
              <span>
                {nameOf(row.person)}
                {row.other !== null && t("doubts.beside", { who: nameOf(row.other) })} · {wordsOf(row)}
              </span>
              <span class="muted">
                {short(new Date(row.begin), now.value, zone)} – {clock(new Date(row.end), zone)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button" onClick={back}>
        {t("doubts.back")}
      </button>
    </div>
  );
}

/** The question of exactly one stretch, of the person and of whoever it is doubtful beside. */
export function stretchOf(
  question: PlaybackQuestion,
  { person, other, begin, end }: Doubt,
): PlaybackQuestion {
  const missing = Math.max(0, LEAST_MS - (end - begin)) / 2;
  return {
    ...question,
    squad: "",
    people: other === null ? [person] : [person, other],
    from: new Date(begin - missing),
    to: new Date(end + missing),
  };
}

function wordsOf({ kind, measure }: Doubt): string {
  return t(`doubts.kind_${kind}`, { measure: Math.round(measure * 10) / 10 });
}
