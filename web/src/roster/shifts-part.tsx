/** The shifts there are, with their hours by season, and the form of one. */

import { useState } from "preact/hooks";
import { type Hours, type Month, putShift, type Shift } from "../api/roster";
import { t } from "../i18n";
import { ShiftForm } from "./shift-form";
import { change, useRoster } from "./state";

const ALL_YEAR = "01-01";

export function ShiftsPart({ month }: { readonly month: Month }) {
  const roster = useRoster();
  const [edited, setEdited] = useState<Shift | null>(null);
  const makeUsual = async () => {
    for (const { code, ...shift } of usual()) if (!(await change(roster, putShift(code, shift)))) return;
  };
  return (
    <div class="panel-content roster-side">
      <h2>{t("roster.side_shifts")}</h2>
      {month.shifts.length === 0 && (
        <button type="button" class="button" onClick={() => void makeUsual()}>
          {t("roster.usual")}
        </button>
      )}
      <ul class="rows">
        {month.shifts.map((shift) => (
          <li key={shift.code} class="roster-line">
            <span>
              <strong>{shift.code}</strong> {shift.title}
              {!shift.active && <span class="badge">{t("roster.unused")}</span>}
              {shift.hours.map((hours) => (
                <span key={hours.since} class="muted roster-hours">
                  {hoursWords(hours, shift.hours.length > 1)}
                </span>
              ))}
            </span>
            <button
              type="button"
              class="button"
              aria-label={t("roster.edit_of", { code: shift.code })}
              onClick={() => setEdited(shift)}
            >
              {t("roster.edit")}
            </button>
          </li>
        ))}
      </ul>
      <ShiftForm key={edited?.code ?? ""} of={edited} done={() => setEdited(null)} />
    </div>
  );
}

function hoursWords({ since, begin, end, breaks }: Hours, seasons: boolean): string {
  const off = breaks.map(([from, to]) => t("roster.break", { from, to }));
  return [...(seasons ? [t("roster.since", { since })] : []), `${begin}–${end}`, ...off].join(" ");
}

/** What towns have nearly everywhere: an office day with summer hours, and three shifts round the clock. */
function usual(): readonly Shift[] {
  const plain = (code: string, title: string, begin: string, end: string): Shift => ({
    code,
    title,
    hours: [{ since: ALL_YEAR, begin, end, breaks: [] }],
    active: true,
  });
  const office: Shift = {
    code: t("roster.office_code"),
    title: t("roster.office"),
    hours: [
      { since: "05-01", begin: "08:30", end: "18:00", breaks: [["12:00", "14:00"]] },
      { since: "10-01", begin: "08:30", end: "17:30", breaks: [["12:00", "13:30"]] },
    ],
    active: true,
  };
  return [
    office,
    plain(t("roster.early_code"), t("roster.early"), "06:00", "14:00"),
    plain(t("roster.late_code"), t("roster.late"), "14:00", "22:00"),
    plain(t("roster.night_code"), t("roster.night"), "22:00", "06:00"),
  ];
}
