/** The row that is open: its figures, a grid's calendar, and the proof sheet of a day. */

import { X } from "lucide-preact";
import type { Row } from "../api/coverage";
import { t } from "../i18n";
import { CalendarStrip } from "./calendar-strip";
import { ProofPart } from "./proof-part";
import { READS_TRACKS, useInspector } from "./state";
import { percent, StateMark, shareOf, stateWords } from "./words";

export function Opened({ code, rows }: { readonly code: string; readonly rows: readonly Row[] }) {
  const { by, chosen, day, session } = useInspector();
  const row = rows.find((one) => one.code === code);
  const close = () => {
    chosen.value = null;
    day.value = null;
  };
  return (
    <>
      <section>
        <h2 class="insp-head">
          {row?.name ?? code}
          <button type="button" title={t("keys.close")} aria-label={t("keys.close")} onClick={close}>
            <X size={16} aria-hidden="true" />
          </button>
        </h2>
        <p class="muted">{code}</p>
        {row && <Figures row={row} />}
      </section>
      {by.value === "grid" && <CalendarStrip code={code} />}
      {by.value === "grid" && day.value !== null && session.permissions.includes(READS_TRACKS) && (
        <ProofPart key={`${code} ${day.value}`} code={code} day={day.value} />
      )}
    </>
  );
}

function Figures({ row }: { readonly row: Row }) {
  return (
    <>
      <p>
        <StateMark state={row.state} /> {stateWords(row)}
      </p>
      <dl class="insp-facts">
        <dt>{t("insp.head_covered")}</dt>
        <dd>{shareOf(row)}</dd>
        <dt>{t("insp.head_unknown")}</dt>
        <dd>{percent(row.unknown)}</dd>
        <dt>{t("insp.not_covered_share")}</dt>
        <dd>{percent(row.not_covered)}</dd>
      </dl>
    </>
  );
}
