/** The row that is open: its figures, a grid's calendar, and the proof sheet of a day. */

import { X } from "lucide-preact";
import { type Row, THINGS } from "../api/coverage";
import type { Often } from "../api/frequencies";
import { t } from "../i18n";
import { type Asked, dataOf } from "../ui/resource";
import { CalendarStrip } from "./calendar-strip";
import { ProofPart } from "./proof-part";
import { OwnRequirement } from "./required";
import { RequirementForm } from "./requirement-form";
import { MANAGES_COVERAGE, READS_TRACKS, useInspector } from "./state";
import { bounded, grouped, percent, StateMark, shareOf, stateWords } from "./words";

type Props = {
  readonly code: string;
  readonly rows: readonly Row[];
  readonly often: Asked<readonly Often[]>;
};

export function Opened({ code, rows, often }: Props) {
  const { by, chosen, day, session } = useInspector();
  const row = rows.find((one) => one.code === code);
  const required = dataOf(often).find((one) => one.code === code);
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
      {by.value === "grid" && required && <OwnRequirement row={required} />}
      {by.value === "grid" && session.permissions.includes(MANAGES_COVERAGE) && (
        <RequirementForm key={code} grid={code} changed={() => often.again()} />
      )}
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
      <ul class="insp-rows">
        {THINGS.map((of) => {
          const part = row[of];
          return (
            part && (
              <li key={of}>
                <strong>{t(`insp.head_${of}`)}</strong>{" "}
                <span class="muted">{t(`insp.total_${of}`, { number: grouped(part.total) })}</span>
                <p>
                  <StateMark state={part.state} /> {stateWords(part)} · {bounded(part)} ·{" "}
                  <span class="muted">{t("insp.part_unknown", { share: percent(part.unknown) })}</span>
                </p>
              </li>
            )
          );
        })}
      </ul>
    </>
  );
}
