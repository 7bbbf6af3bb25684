/** Which month and whose, the month as a file, and what else can be done. */

import { ChevronLeft, ChevronRight, Download } from "lucide-preact";
import { type Month, sheetAddress } from "../api/roster";
import { t } from "../i18n";
import { monthBeside, nameOf } from "./cells";
import { type Side, useRoster } from "./state";

const SIDES: readonly Side[] = ["cell", "pattern", "shifts", "requests"];

export function Bar({ month }: { readonly month: Month }) {
  const roster = useRoster();
  const { month: shown, squad, name, side } = roster;
  const squads = [...new Set(month.people.map((one) => one.squad))].filter((one) => one !== null).sort();
  const step = (by: -1 | 1) => () => {
    shown.value = monthBeside(shown.value, by);
  };
  return (
    <div class="roster-bar">
      <button type="button" class="button" aria-label={t("roster.month_before")} onClick={step(-1)}>
        <ChevronLeft size={16} aria-hidden="true" />
      </button>
      <strong aria-live="polite">{nameOf(month)}</strong>
      <button type="button" class="button" aria-label={t("roster.month_after")} onClick={step(1)}>
        <ChevronRight size={16} aria-hidden="true" />
      </button>
      <select
        aria-label={t("roster.squad")}
        value={squad.value}
        onChange={(event) => {
          squad.value = event.currentTarget.value;
        }}
      >
        <option value="">{t("rules.everybody")}</option>
        {squads.map((code) => (
          <option key={code} value={code}>
            {t("roster.of_squad", { code })}
          </option>
        ))}
      </select>
      <input
        type="search"
        aria-label={t("roster.find")}
        placeholder={t("roster.find")}
        value={name.value}
        onInput={(event) => {
          name.value = event.currentTarget.value;
        }}
      />
      <fieldset class="roster-sides">
        <legend class="heard">{t("roster.side")}</legend>
        {SIDES.map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={side.value === one}
            onClick={() => {
              side.value = one;
            }}
          >
            {t(`roster.side_${one}`)}
          </button>
        ))}
      </fieldset>
      <a class="roster-file" href={sheetAddress(shown.value)} download>
        <Download size={16} aria-hidden="true" />
        {t("roster.file")}
      </a>
    </div>
  );
}
