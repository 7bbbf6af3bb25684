/** A pattern of shifts that rotates over days, for the chosen people. */

import { useState } from "preact/hooks";
import { fillPattern } from "../api/roster";
import { t } from "../i18n";
import { chosenOf } from "./cells";
import type { Part } from "./parts";
import { change, useRoster } from "./state";

export function PatternPart(part: Part) {
  const roster = useRoster();
  const { people, days } = chosenOf(roster.choice.value, part.people, part.month);
  const last = part.month.days[part.month.days.length - 1]?.day ?? part.today;
  const [cycle, setCycle] = useState<readonly (string | null)[]>([]);
  const [stagger, setStagger] = useState(0);
  const [workingDays, setWorkingDays] = useState(false);
  const [to, setTo] = useState(last);
  const from = days[0] !== undefined && days[0] > part.today ? days[0] : part.today;
  const submit = (event: Event) => {
    event.preventDefault();
    const who = people.map(({ id }) => id);
    const filling = { people: who, from, to, cycle, stagger, working_days: workingDays };
    void change(roster, fillPattern(filling));
  };
  return (
    <form class="panel-content roster-side roster-form" onSubmit={submit}>
      <h2>{t("roster.side_pattern")}</h2>
      <p>{t("roster.pattern_who", { count: people.length, from })}</p>
      <p class="muted">{t("roster.pattern_about")}</p>
      <Cycle part={part} cycle={cycle} set={setCycle} />
      <label>
        <span>{t("roster.pattern_to")}</span>
        <input
          type="date"
          required
          min={from}
          value={to}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{t("roster.stagger")}</span>
        <input
          type="number"
          min={0}
          max={61}
          value={stagger}
          onInput={(event) => setStagger(Number(event.currentTarget.value))}
        />
      </label>
      <label class="roster-check">
        <input
          type="checkbox"
          checked={workingDays}
          onChange={(event) => setWorkingDays(event.currentTarget.checked)}
        />
        <span>{t("roster.working_days")}</span>
      </label>
      <button type="submit" class="button primary" disabled={cycle.length === 0 || people.length === 0}>
        {t("roster.pattern_enter")}
      </button>
    </form>
  );
}

type CycleProps = {
  readonly part: Part;
  readonly cycle: readonly (string | null)[];
  set(cycle: readonly (string | null)[]): void;
};

function Cycle({ part, cycle, set }: CycleProps) {
  const codes = part.month.shifts.filter(({ active }) => active).map(({ code }) => code);
  return (
    <>
      <p class="roster-cycle" role="status">
        {cycle.length === 0
          ? t("roster.pattern_empty")
          : cycle.map((code) => code ?? t("roster.off")).join(" → ")}
      </p>
      <fieldset class="roster-palette">
        <legend class="heard">{t("roster.palette")}</legend>
        {[...codes, null].map((code) => (
          <button key={code} type="button" class="button" onClick={() => set([...cycle, code])}>
            + {code ?? t("roster.off")}
          </button>
        ))}
        <button
          type="button"
          class="button"
          disabled={cycle.length === 0}
          onClick={() => set(cycle.slice(0, -1))}
        >
          {t("roster.pattern_back")}
        </button>
      </fieldset>
    </>
  );
}
