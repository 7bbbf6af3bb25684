/** Which period, whose, counted by what, and the same as a workbook. */

import { ChevronLeft, ChevronRight, Download } from "lucide-preact";
import { type By, fileAddress } from "../api/coverage";
import { language, t } from "../i18n";
import { isDay, monthBeside, monthPeriod } from "./period";
import { TAKES_BORDERS, useInspector } from "./state";

const BYS: readonly By[] = ["grid", "village", "squad"];
const FORMS = ["xlsx", "pdf", "html"] as const;
type Names = readonly { readonly code: string; readonly name: string }[];

export function Bar({ squads }: { readonly squads: Names }) {
  const { session, period, by, squad, chosen, day } = useInspector();
  // the page holds borders, whose taking out is a permission of its own
  const forms = FORMS.filter((form) => form !== "html" || session.permissions.includes(TAKES_BORDERS));
  const count = (one: By) => {
    by.value = one;
    chosen.value = null;
    day.value = null;
  };
  const question = { ...period.value, by: by.value, squad: squad.value };
  return (
    <div class="insp-bar">
      <Month />
      <Days />
      <select
        aria-label={t("insp.squad")}
        value={squad.value}
        onChange={(event) => {
          squad.value = event.currentTarget.value;
        }}
      >
        <option value="">{t("insp.all_squads")}</option>
        {squads.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <fieldset class="insp-by">
        <legend class="heard">{t("insp.by")}</legend>
        {BYS.map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={by.value === one}
            onClick={() => count(one)}
          >
            {t(`insp.by_${one}`)}
          </button>
        ))}
      </fieldset>
      {forms.map((form) => (
        <a
          key={form}
          class="insp-file"
          href={fileAddress(form, question, language.value)}
          download={`coverage-${question.from}-${question.to}.${form}`}
        >
          <Download size={16} aria-hidden="true" />
          {t(`insp.file_${form}`)}
        </a>
      ))}
    </div>
  );
}

function Month() {
  const { period, yesterday } = useInspector();
  const month = period.value.to.slice(0, 7);
  const step = (by: -1 | 1) => () => {
    period.value = monthPeriod(monthBeside(month, by), yesterday);
  };
  const last = monthBeside(month, 1) > yesterday.slice(0, 7);
  return (
    <>
      <button type="button" class="button" aria-label={t("roster.month_before")} onClick={step(-1)}>
        <ChevronLeft size={16} aria-hidden="true" />
      </button>
      <strong aria-live="polite">{month}</strong>
      <button
        type="button"
        class="button"
        aria-label={t("roster.month_after")}
        disabled={last}
        onClick={step(1)}
      >
        <ChevronRight size={16} aria-hidden="true" />
      </button>
    </>
  );
}

function Days() {
  const { period, yesterday } = useInspector();
  const set = (from: string, to: string) => {
    if (isDay(from) && isDay(to) && from <= to) period.value = { from, to };
  };
  const { from, to } = period.value;
  return (
    <>
      <label class="insp-day">
        <span>{t("insp.from")}</span>
        <input type="date" value={from} max={to} onChange={(event) => set(event.currentTarget.value, to)} />
      </label>
      <label class="insp-day">
        <span>{t("insp.to")}</span>
        <input
          type="date"
          value={to}
          min={from}
          max={yesterday}
          onChange={(event) => set(from, event.currentTarget.value)}
        />
      </label>
    </>
  );
}
