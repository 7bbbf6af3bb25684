/** The squads by the covered share of their zones, whoever walked there. */

import { getCoverage } from "../api/coverage";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { sorted } from "./sorting";
import { useInspector } from "./state";
import { bounded, grouped, StateMark, stateWords } from "./words";

export function Ranking() {
  const { period } = useInspector();
  const question = { ...period.value, by: "squad" as const, squad: "" };
  const squads = useResource(JSON.stringify(question), (signal) => getCoverage(question, signal));
  return (
    <section>
      <h2>{t("insp.ranking")}</h2>
      <Faces of={squads} empty={(rows) => (rows.length === 0 ? t("insp.no_squads") : null)}>
        {(rows) => (
          <ol class="insp-ranking">
            {sorted(rows, { key: "covered", down: true }).map((row, place) => (
              <li key={row.code}>
                <span>
                  {place + 1}. <strong>{row.name}</strong>
                </span>
                <span>{bounded(row)}</span>
                <span class="muted">
                  <StateMark state={row.state} /> {stateWords(row)}
                </span>
                <span class="muted">
                  {t("insp.visits_count", { count: row.visits, number: grouped(row.visits) })}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Faces>
      <p class="muted">{t("insp.choose")}</p>
    </section>
  );
}
