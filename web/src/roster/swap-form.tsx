/** Two people take each other's shift, of the same day or of different ones. */

import { useState } from "preact/hooks";
import { type Month, swapShifts } from "../api/roster";
import { t } from "../i18n";
import { change, useRoster } from "./state";

type Props = { readonly person: number; readonly day: string; readonly month: Month };

export function SwapForm({ person, day, month }: Props) {
  const roster = useRoster();
  const [number, setNumber] = useState("");
  const [otherDay, setOtherDay] = useState(day);
  const submit = (event: Event) => {
    event.preventDefault();
    const other = month.people.find((one) => one.number === number.trim() || one.name === number.trim());
    if (other === undefined) roster.refusal.value = t("roster.swap_nobody");
    else void change(roster, swapShifts({ person, day }, { person: other.id, day: otherDay }));
  };
  return (
    <form class="roster-form" onSubmit={submit}>
      <h3>{t("roster.swap")}</h3>
      <label>
        <span>{t("roster.swap_with")}</span>
        <input
          required
          list="roster-people"
          value={number}
          onInput={(event) => setNumber(event.currentTarget.value)}
        />
      </label>
      <datalist id="roster-people">
        {month.people
          .filter(({ id }) => id !== person)
          .map((one) => (
            <option key={one.id} value={one.number}>
              {one.name}
            </option>
          ))}
      </datalist>
      <label>
        <span>{t("roster.swap_day")}</span>
        <input
          type="date"
          required
          value={otherDay}
          onInput={(event) => setOtherDay(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        {t("roster.swap_enter")}
      </button>
    </form>
  );
}
