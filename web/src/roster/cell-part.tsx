/** What is entered for the chosen person and day, with leave, overtime and swaps of it. */

import { dropOvertime, type Entry, endLeave } from "../api/roster";
import { t } from "../i18n";
import { now } from "../time/now";
import { contentOf } from "./cells";
import { LeaveForm } from "./leave-form";
import { OvertimeForm } from "./overtime-form";
import type { Part } from "./parts";
import { change, useRoster } from "./state";
import { SwapForm } from "./swap-form";
import { leaveWords, wordsOf } from "./words";

export function CellPart(part: Part) {
  const roster = useRoster();
  const { row, column } = roster.choice.value.head;
  const person = part.people[row];
  const day = part.month.days[column]?.day;
  if (person === undefined || day === undefined) return <p class="empty">{t("roster.choose")}</p>;
  const { entries, absences } = contentOf(part.cells, person.id, day);
  const coming = day >= part.today;
  return (
    <div class="panel-content roster-side">
      <h2>
        {person.name} <span class="muted">{day}</span>
      </h2>
      {entries.length + absences.length === 0 && <p class="muted">{t("roster.nothing")}</p>}
      <ul class="rows">
        {absences.map((absence) => (
          <li key={absence.id} class="roster-line">
            {leaveWords(absence, roster.zone)}
            {new Date(absence.end) > now.value && (
              <button type="button" class="button" onClick={() => void change(roster, endLeave(absence.id))}>
                {t("roster.leave_off")}
              </button>
            )}
          </li>
        ))}
        {entries.map((entry) => (
          <EntryLine key={entry.id} entry={entry} />
        ))}
      </ul>
      {coming ? (
        <>
          <LeaveForm key={`leave ${person.id} ${day}`} person={person.id} day={day} />
          <OvertimeForm key={`over ${person.id} ${day}`} person={person.id} day={day} />
          <SwapForm key={`swap ${person.id} ${day}`} person={person.id} day={day} month={part.month} />
        </>
      ) : (
        <p class="muted">{t("roster.over")}</p>
      )}
    </div>
  );
}

function EntryLine({ entry }: { readonly entry: Entry }) {
  const roster = useRoster();
  const coming = entry.kind === "overtime" && new Date(entry.begin) > now.value;
  return (
    <li class="roster-line">
      {wordsOf(entry, roster.zone)}
      {coming && (
        <button type="button" class="button" onClick={() => void change(roster, dropOvertime(entry.id))}>
          {t("roster.overtime_off")}
        </button>
      )}
    </li>
  );
}
