/** What was handed over before, each with both signatures. */

import type { Handover } from "../api/console";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { Standing } from "./standing";

export function BeforePart({ rows, zone }: { readonly rows: readonly Handover[]; readonly zone: string }) {
  return (
    <section class="console-part" aria-label={t("console.before")}>
      <h2>{t("console.before")}</h2>
      {rows.length === 0 && <p class="muted">{t("console.none")}</p>}
      {rows.map((row, place) => (
        <details key={row.id} class={place === 0 ? "console-last" : undefined} open={place === 0}>
          <summary>{signatures(row, zone)}</summary>
          {row.notes && <p class="console-notes">{row.notes}</p>}
          {row.answer && <p class="console-notes">{t("console.answered", { words: row.answer })}</p>}
          <Standing alerts={row.alerts} silent={row.silent} zone={zone} />
        </details>
      ))}
    </section>
  );
}

function signatures({ given_by, given_at, taken_by, taken_at }: Handover, zone: string): string {
  const at = (moment: string) => short(new Date(moment), now.value, zone);
  const given = `${given_by} ${at(given_at)}`;
  const taken = taken_by === null || taken_at === null ? t("console.untaken") : `${taken_by} ${at(taken_at)}`;
  return `${given} → ${taken}`;
}
