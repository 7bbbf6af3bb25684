/** Which grids are late or were missed, by what is required of them. */

import type { Often, VisitWindow } from "../api/frequencies";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import type { Asked } from "../ui/resource";
import { RequirementForm } from "./requirement-form";
import { MANAGES_COVERAGE, useInspector } from "./state";

type Props = { readonly often: Asked<readonly Often[]> };

export function Required({ often }: Props) {
  const { session } = useInspector();
  return (
    <section>
      <h2>{t("insp.often")}</h2>
      <Faces of={often} empty={(rows) => (rows.length === 0 ? t("insp.often_none") : null)}>
        {(rows) => <Lists rows={rows} />}
      </Faces>
      {session.permissions.includes(MANAGES_COVERAGE) && (
        <RequirementForm grid={null} changed={() => often.again()} />
      )}
    </section>
  );
}

function Lists({ rows }: { readonly rows: readonly Often[] }) {
  const late = rows.filter(({ now }) => now === "late").sort((a, b) => b.late_days - a.late_days);
  const missed = rows.filter((row) => row.missed > 0).sort((a, b) => b.missed - a.missed);
  const unknown = rows.filter((row) => row.unknown > 0 || row.now === "unknown");
  return (
    <>
      <List title={t("insp.late", { number: late.length })} rows={late} words={lateWords} />
      <List title={t("insp.missed", { number: missed.length })} rows={missed} words={missedWords} />
      {unknown.length > 0 && <p class="muted">{t("insp.often_unknown", { number: unknown.length })}</p>}
    </>
  );
}

type ListProps = {
  readonly title: string;
  readonly rows: readonly Often[];
  words(row: Often): string;
};

function List({ title, rows, words }: ListProps) {
  const { by, chosen, day } = useInspector();
  const open = (code: string) => {
    by.value = "grid";
    chosen.value = code;
    day.value = null;
  };
  return (
    <>
      <h3>{title}</h3>
      <ul class="insp-rows">
        {rows.map((row) => (
          <li key={row.code}>
            <button type="button" class="insp-open" title={row.code} onClick={() => open(row.code)}>
              {row.name}
            </button>{" "}
            <span class="muted">{requirementWords(row)}</span>
            <p>
              {words(row)} · <span class="muted">{sinceWords(row)}</span>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What is required of one grid, and what became of each window, the last one first. */
export function OwnRequirement({ row }: { readonly row: Often }) {
  return (
    <section>
      <h3>{t("insp.often")}</h3>
      <p>
        {requirementWords(row)} · <span class="muted">{sinceWords(row)}</span>
      </p>
      <ul class="insp-rows">
        {[...row.windows].reverse().map((one) => (
          <li key={one.first}>
            {spanWords(one)} {t(`insp.outcome_${one.outcome}`)}
            <span class="muted">
              {" "}
              · {t("insp.visited_days", { number: one.visited })}
              {one.unknown > 0 && ` · ${t("insp.unknown_days", { number: one.unknown })}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function requirementWords({ by, risk, visits, days }: Often): string {
  const words = t("insp.requirement", { visits, days });
  return by === "grid" || risk === null ? words : `${words} (${t(`insp.risk_${risk}`)})`;
}

function lateWords({ late_days, due }: Often): string {
  return t("insp.late_words", { number: late_days, due: due ?? "" });
}

function missedWords({ windows }: Often): string {
  const missed = windows.filter(({ outcome }) => outcome === "missed");
  return missed
    .map((one) => t("insp.missed_words", { span: spanWords(one), visited: one.visited }))
    .join(" ");
}

function sinceWords({ days_since }: Often): string {
  return days_since === null ? t("insp.never") : t("insp.since", { number: days_since });
}

function spanWords({ first, last }: VisitWindow): string {
  return `${first.slice(5)}–${last.slice(5)}`;
}
