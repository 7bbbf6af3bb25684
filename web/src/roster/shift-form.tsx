/** One shift: its short name, its title, its hours from a day of the year on, and its breaks. */

import { useState } from "preact/hooks";
import { type Hours, putShift, type Shift } from "../api/roster";
import { t } from "../i18n";
import { change, useRoster } from "./state";

const BLANK: Hours = { since: "01-01", begin: "08:00", end: "17:00", breaks: [] };

export function ShiftForm({ of, done }: { readonly of: Shift | null; done(): void }) {
  const roster = useRoster();
  const [code, setCode] = useState(of?.code ?? "");
  const [title, setTitle] = useState(of?.title ?? "");
  const [active, setActive] = useState(of?.active ?? true);
  const [hours, setHours] = useState<readonly Hours[]>(of?.hours ?? [BLANK]);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await change(roster, putShift(code.trim(), { title: title.trim(), hours, active }))) done();
  };
  const set = (place: number, more: Partial<Hours>) =>
    setHours(hours.map((one, at) => (at === place ? { ...one, ...more } : one)));
  return (
    <form class="roster-form" onSubmit={(event) => void submit(event)}>
      <h3>{of === null ? t("roster.new_shift") : t("roster.edit_of", { code: of.code })}</h3>
      <label>
        <span>{t("roster.code")}</span>
        <input
          required
          maxLength={8}
          disabled={of !== null}
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{t("roster.title")}</span>
        <input
          required
          maxLength={40}
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      {hours.map((one, place) => (
        <Season key={String(place)} hours={one} alone={hours.length === 1} set={(more) => set(place, more)} />
      ))}
      <button type="button" class="button" onClick={() => setHours([...hours, { ...BLANK, since: "10-01" }])}>
        {t("roster.add_season")}
      </button>
      {of !== null && (
        <label class="roster-check">
          <input
            type="checkbox"
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
          <span>{t("roster.used")}</span>
        </label>
      )}
      <button type="submit" class="button primary">
        {t("roster.save")}
      </button>
      {of !== null && (
        <button type="button" class="button" onClick={done}>
          {t("rules.cancel")}
        </button>
      )}
      <p class="muted">{t("roster.shift_about")}</p>
    </form>
  );
}

type SeasonProps = { readonly hours: Hours; readonly alone: boolean; set(more: Partial<Hours>): void };

function Season({ hours, alone, set }: SeasonProps) {
  const [from, to] = hours.breaks[0] ?? ["", ""];
  const setBreak = (begin: string, end: string) =>
    set({ breaks: begin === "" && end === "" ? [] : [[begin, end], ...hours.breaks.slice(1)] });
  return (
    <fieldset class="roster-season">
      <legend>{t("roster.season")}</legend>
      {!alone && (
        <input
          required
          pattern="\d\d-\d\d"
          aria-label={t("roster.season_since")}
          value={hours.since}
          onInput={(event) => set({ since: event.currentTarget.value })}
        />
      )}
      <Clock words={t("roster.begin")} value={hours.begin} set={(begin) => set({ begin })} required />
      <Clock words={t("roster.end")} value={hours.end} set={(end) => set({ end })} required />
      <Clock words={t("roster.break_from")} value={from} set={(begin) => setBreak(begin, to)} />
      <Clock words={t("roster.break_to")} value={to} set={(end) => setBreak(from, end)} />
    </fieldset>
  );
}

type ClockProps = {
  readonly words: string;
  readonly value: string;
  readonly required?: boolean;
  set(value: string): void;
};

function Clock({ words, value, required = false, set }: ClockProps) {
  return (
    <label>
      <span>{words}</span>
      <input
        type="time"
        required={required}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}
