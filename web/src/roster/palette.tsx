/** The shifts to put into the chosen cells, by a click or by their number. */

import { setCells } from "../api/roster";
import { t } from "../i18n";
import { cellsWith, chosenOf } from "./cells";
import type { Part } from "./parts";
import { change, type Roster, useRoster } from "./state";

export function Palette(part: Part) {
  const roster = useRoster();
  const shifts = part.month.shifts.filter(({ active }) => active);
  return (
    <div class="roster-palette" role="toolbar" aria-label={t("roster.palette")}>
      {shifts.map(({ code, title }, place) => (
        <button
          key={code}
          type="button"
          class={`button shift-${place % SHADES}`}
          onClick={() => void putShift(roster, part, code)}
        >
          {code} {title !== code && title}
          {place < 9 && <kbd>{place + 1}</kbd>}
        </button>
      ))}
      <button type="button" class="button" onClick={() => void putShift(roster, part, null)}>
        {t("roster.off")} <kbd>0</kbd>
      </button>
      {shifts.length === 0 && <span class="muted">{t("roster.no_shifts")}</span>}
    </div>
  );
}

/** How many shades of shifts there are before they begin anew. */
export const SHADES = 6;

/** Put a shift into the chosen cells from today on. */
export async function putShift(roster: Roster, part: Part, code: string | null): Promise<void> {
  const { people, days } = chosenOf(roster.choice.value, part.people, part.month);
  const cells = cellsWith(code, people, days, part.today);
  if (cells.length === 0) {
    roster.refusal.value = t("roster.over");
    return;
  }
  await change(roster, setCells(cells));
}

/** The shift that a key stands for, null for a day off; undefined for any other key. */
export function shiftOfKey(key: string, codes: readonly string[]): string | null | undefined {
  if (key === "0" || key === "Delete" || key === "Backspace") return null;
  return /^[1-9]$/.test(key) ? codes[Number(key) - 1] : undefined;
}
