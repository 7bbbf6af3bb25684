/** Leave: of which kind, and from when to when. */

import { useState } from "preact/hooks";
import { addLeave, LEAVES, type LeaveKind } from "../api/roster";
import { t } from "../i18n";
import { instantOf } from "../time/town-time";
import { DayTime } from "./day-time";
import { change, useRoster } from "./state";

export function LeaveForm({ person, day }: { readonly person: number; readonly day: string }) {
  const roster = useRoster();
  const [kind, setKind] = useState<LeaveKind>("annual");
  const [from, setFrom] = useState({ day, time: "00:00" });
  const [to, setTo] = useState({ day: dayAfter(day), time: "00:00" });
  const submit = (event: Event) => {
    event.preventDefault();
    const span = [from, to].map((edge) => instantOf(edge.day, edge.time, roster.zone).toISOString());
    void change(roster, addLeave({ person, kind, from: span[0] as string, to: span[1] as string }));
  };
  return (
    <form class="roster-form" onSubmit={submit}>
      <h3>{t("roster.leave")}</h3>
      <label>
        <span>{t("roster.leave_kind")}</span>
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as LeaveKind)}>
          {LEAVES.map((one) => (
            <option key={one} value={one}>
              {t(`roster.leave_${one}_name`)}
            </option>
          ))}
        </select>
      </label>
      <DayTime words={t("playback.from")} value={from} set={setFrom} />
      <DayTime words={t("playback.to")} value={to} set={setTo} />
      <button type="submit" class="button">
        {t("roster.leave_enter")}
      </button>
    </form>
  );
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
