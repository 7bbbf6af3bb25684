/** What to play back: a day and its hours, whose, and what for; the reading is on record. */

import { useState } from "preact/hooks";
import type { PlaybackQuestion } from "../api/calls";
import { isBound, PURPOSES, whyOf } from "../api/purposes";
import type { Purpose } from "../api/types";
import { t } from "../i18n";
import { now } from "../time/now";
import { civilDay, civilMinute, instantOf } from "../time/town-time";
import { ReferenceChoice } from "../ui/reference-choice";
import { selectedPerson } from "./duty";
import { closePlayback, type Playback } from "./playback-state";
import { useLive } from "./state";

const SHIFT_BEGINS = "08:00";
const SHIFT_ENDS = "17:00";
const DAY_MS = 86_400_000;

type Ask = (question: PlaybackQuestion) => void;
type Props = { readonly playback: Playback; readonly busy: boolean; readonly ask: Ask; readonly doubt: Ask };

export function PlaybackForm({ playback, busy, ask, doubt }: Props) {
  const live = useLive();
  const zone = live.town.time_zone;
  const link = playback.wanted.peek();
  const [day, setDay] = useState(civilDay(link ? new Date(link.fromMs) : yesterday(), zone));
  const [from, setFrom] = useState(link ? civilMinute(new Date(link.fromMs), zone) : SHIFT_BEGINS);
  const [to, setTo] = useState(link ? civilMinute(new Date(link.toMs), zone) : SHIFT_ENDS);
  const [whose, setWhose] = useState(firstChoice(link?.squad ?? "", selectedPerson(live.selected).peek()));
  const [purpose, setPurpose] = useState<Purpose | "">("");
  const [reference, setReference] = useState("");
  const why = whyOf(purpose, reference);
  /** What it is bound to is of that kind and day, and perhaps of that person. */
  const anew =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setReference("");
    };
  const put = (way: Ask) => {
    if (why === null) return;
    const begin = instantOf(day, from, zone);
    const end = instantOf(day, to, zone);
    // a shift across midnight ends on the next day
    const until = end > begin ? end : new Date(end.getTime() + DAY_MS);
    way({ from: begin, to: until, ...why, ...groupOf(whose, link?.people ?? []) });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    put(ask);
  };
  return (
    <form class="dock-form" aria-busy={busy} onSubmit={submit}>
      <Field id="playback-day" type="date" words={t("playback.day")} value={day} set={anew(setDay)} />
      <Field id="playback-from" type="time" words={t("playback.from")} value={from} set={setFrom} />
      <Field id="playback-to" type="time" words={t("playback.to")} value={to} set={setTo} />
      <Whose value={whose} set={anew(setWhose)} people={link?.people ?? []} />
      <label for="playback-purpose">
        <span>{t("playback.purpose")}</span>
        <select
          id="playback-purpose"
          required
          value={purpose}
          onChange={(event) => anew(setPurpose)(event.currentTarget.value as Purpose | "")}
        >
          <option value="">{t("playback.choose")}</option>
          {PURPOSES.map((one) => (
            <option key={one} value={one}>
              {t(`purpose.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {purpose !== "" && isBound(purpose) && (
        <ReferenceChoice
          key={`${purpose} ${day}`}
          id="playback-reference"
          purpose={purpose}
          day={day}
          person={personOf(whose)}
          zone={zone}
          value={reference}
          set={setReference}
        />
      )}
      <button type="submit" class="button primary" disabled={busy || why === null}>
        {t(busy ? "playback.busy" : "playback.read")}
      </button>
      <button type="button" class="button" disabled={busy || why === null} onClick={() => put(doubt)}>
        {t("doubts.look")}
      </button>
      <button type="button" class="button" onClick={() => closePlayback(playback)}>
        {t("playback.live")}
      </button>
      <p class="muted">{t("playback.on_record")}</p>
    </form>
  );
}

type FieldProps = {
  readonly id: string;
  readonly type: "date" | "time";
  readonly words: string;
  readonly value: string;
  set(value: string): void;
};

function Field({ id, type, words, value, set }: FieldProps) {
  return (
    <label for={id}>
      <span>{words}</span>
      <input id={id} type={type} required value={value} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

const ALL = "all";

/** Everybody, a squad, the people of the link that was followed, or the selected one. */
function Whose({
  value,
  set,
  people,
}: {
  readonly value: string;
  set(value: string): void;
  readonly people: readonly number[];
}) {
  const { duty, selected } = useLive();
  const staff = duty?.staff.value ?? new Map();
  const squads = new Map<string, string>();
  for (const { squad } of staff.values()) if (squad) squads.set(squad.code, squad.name);
  const one = selectedPerson(selected).value;
  return (
    <label for="playback-whose">
      <span>{t("playback.whose")}</span>
      <select id="playback-whose" value={value} onChange={(event) => set(event.currentTarget.value)}>
        <option value={ALL}>{t("playback.everybody")}</option>
        {people.length > 0 && <option value="link">{t("playback.chosen", { count: people.length })}</option>}
        {one !== null && <option value={`person ${one}`}>{staff.get(one)?.name ?? `#${one}`}</option>}
        {Array.from(squads, ([code, name]) => (
          <option key={code} value={`squad ${code}`}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function firstChoice(squad: string, person: number | null): string {
  if (person !== null) return `person ${person}`;
  return squad === "" ? ALL : `squad ${squad}`;
}

function groupOf(whose: string, linked: readonly number[]): Pick<PlaybackQuestion, "squad" | "people"> {
  if (whose === "link") return { squad: "", people: linked };
  const [kind, key = ""] = whose.split(" ");
  if (kind === "squad") return { squad: key, people: [] };
  return { squad: "", people: kind === "person" ? [Number(key)] : [] };
}

function personOf(whose: string): number | null {
  const [kind, key] = whose.split(" ");
  return kind === "person" ? Number(key) : null;
}

function yesterday(): Date {
  return new Date(now.peek().getTime() - DAY_MS);
}
