/** One grid day by day: a cell a day with its sign; a day opens its proof sheet. */

import { useRef } from "preact/hooks";
import { type DayRow, getDays } from "../api/coverage";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { calendarPeriod, daysOf } from "./period";
import { useInspector } from "./state";
import { SIGNS, stateWords } from "./words";

export function CalendarStrip({ code }: { readonly code: string }) {
  const { period } = useInspector();
  const span = calendarPeriod(period.value);
  const days = useResource(`${code} ${span.from} ${span.to}`, (signal) => getDays(code, span, signal));
  return (
    <section>
      <h3>{t("insp.calendar")}</h3>
      {span.from !== period.value.from && <p class="muted">{t("insp.calendar_cut", { day: span.from })}</p>}
      <Faces of={days}>{(rows) => <Strip all={daysOf(span)} rows={rows} />}</Faces>
      <p class="muted">{t("insp.calendar_hint")}</p>
    </section>
  );
}

type Props = { readonly all: readonly string[]; readonly rows: readonly DayRow[] };

function Strip({ all, rows }: Props) {
  const { day } = useInspector();
  const list = useRef<HTMLUListElement>(null);
  const known = new Map(rows.map((one) => [one.day, one.row]));
  return (
    <ul ref={list} class="insp-days">
      {all.map((one) => {
        const row = known.get(one);
        const words = row ? stateWords(row) : t("insp.no_day");
        return (
          <li key={one}>
            <button
              type="button"
              class={`insp-cell ${row?.state ?? ""}`}
              disabled={!row}
              aria-pressed={day.value === one}
              aria-label={`${one} ${words}`}
              title={`${one} ${words}`}
              onClick={() => {
                day.value = one;
              }}
            >
              <span>{Number(one.slice(8))}</span>
              <span class={`cover-sign ${row?.state ?? ""}`}>{row ? SIGNS[row.state] : "·"}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
