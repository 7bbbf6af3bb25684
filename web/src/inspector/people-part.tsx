/** Coverage by person, read for a purpose; listed by name, and ranked only where the town does. */

import { useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { getPeople, type PeopleRows, type PersonRow } from "../api/coverage";
import type { Why } from "../api/purposes";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Failed } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { AskForm } from "./ask-form";
import { useInspector } from "./state";
import { bounded, grouped, percent, StateMark, stateWords } from "./words";

type Order = "name" | "covered" | "minutes" | "metres";
const ORDERS: readonly Order[] = ["name", "covered", "minutes", "metres"];

/** Another period or squad is another reading. */
export function PeoplePart() {
  const { period, squad } = useInspector();
  return <OfPeriod key={`${period.value.from} ${period.value.to} ${squad.value}`} />;
}

function OfPeriod() {
  const { period, squad } = useInspector();
  const [found, setFound] = useState<PeopleRows | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const read = async (why: Why) => {
    setBusy(true);
    setProblem(null);
    try {
      setFound(await getPeople(period.value, squad.value, why));
      announce(t("insp.people_read"));
    } catch (reason) {
      setProblem(problemFrom(reason));
    }
    setBusy(false);
  };
  return (
    <section aria-busy={busy}>
      <h2>{t("insp.by_person")}</h2>
      {found === null ? (
        <AskForm id="people-reference" found={null} busy={busy} submit={t("insp.people_open")} read={read} />
      ) : (
        <People found={found} />
      )}
      {problem && <Failed problem={problem} again={() => setProblem(null)} />}
    </section>
  );
}

function People({ found }: { readonly found: PeopleRows }) {
  const [order, setOrder] = useState<Order>("name");
  const rows = order === "name" ? found.rows : [...found.rows].sort((a, b) => b[order] - a[order]);
  return (
    <>
      {found.ranked && (
        <label class="insp-day">
          <span>{t("insp.order")}</span>
          <select value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
            {ORDERS.map((one) => (
              <option key={one} value={one}>
                {t(`insp.order_${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {rows.length === 0 && <p class="muted">{t("insp.no_people")}</p>}
      <ul class="insp-rows">
        {rows.map((row) => (
          <Person key={row.person} row={row} />
        ))}
      </ul>
    </>
  );
}

function Person({ row }: { readonly row: PersonRow }) {
  const { state, cause } = row;
  return (
    <li>
      <strong>{row.name}</strong> <span class="muted">{row.number}</span>
      <p>
        {state === null ? (
          t(`insp.cause_${cause ?? "no_post"}`)
        ) : (
          <>
            <StateMark state={state} /> {stateWords({ state, cause })} · {bounded(row)} ·{" "}
            {t("insp.part_unknown", { share: percent(row.unknown) })}
          </>
        )}
      </p>
      <p class="muted">
        {t("insp.person_duty", { duty: hours(row.duty_minutes), silent: hours(row.silent_minutes) })} ·{" "}
        {t("insp.visits_count", { count: row.visits, number: grouped(row.visits) })} ·{" "}
        {t("insp.stay", { minutes: grouped(row.minutes), metres: grouped(row.metres) })}
      </p>
    </li>
  );
}

function hours(minutes: number): string {
  return (minutes / 60).toFixed(1);
}
