/** Overtime of a day, entered before it begins. */

import { useState } from "preact/hooks";
import { addOvertime } from "../api/roster";
import { t } from "../i18n";
import { instantOf } from "../time/town-time";
import { dayAfter } from "./leave-form";
import { change, useRoster } from "./state";

export function OvertimeForm({ person, day }: { readonly person: number; readonly day: string }) {
  const roster = useRoster();
  const [begin, setBegin] = useState("18:00");
  const [end, setEnd] = useState("20:00");
  const submit = (event: Event) => {
    event.preventDefault();
    const from = instantOf(day, begin, roster.zone).toISOString();
    const to = instantOf(end > begin ? day : dayAfter(day), end, roster.zone).toISOString();
    void change(roster, addOvertime({ person, from, to }));
  };
  return (
    <form class="roster-form" onSubmit={submit}>
      <h3>{t("roster.overtime")}</h3>
      <div class="roster-moment">
        <input
          type="time"
          required
          aria-label={t("roster.overtime_from")}
          value={begin}
          onInput={(event) => setBegin(event.currentTarget.value)}
        />
        <input
          type="time"
          required
          aria-label={t("roster.overtime_to")}
          value={end}
          onInput={(event) => setEnd(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="button">
        {t("roster.overtime_enter")}
      </button>
    </form>
  );
}
