/** Enter how often a grid or a level of risk must be visited, and which level a grid has. */

import { useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { type Risk, setRequirement, setRisk } from "../api/frequencies";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { dayBeside, isDay } from "./period";
import { useInspector } from "./state";

const RISKS: readonly Risk[] = [3, 2, 1];
const OWN = "own";
const LONGEST = 92;

type Props = { readonly grid: string | null; changed(): void };

export function RequirementForm({ grid, changed }: Props) {
  const { yesterday } = useInspector();
  const [subject, setSubject] = useState(grid === null ? String(RISKS[0]) : OWN);
  const [visits, setVisits] = useState("3");
  const [days, setDays] = useState("7");
  const [from, setFrom] = useState(dayBeside(yesterday, 1));
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (act: () => Promise<void>) => {
    setProblem(null);
    try {
      await act();
      announce(t("insp.often_kept"));
      changed();
    } catch (reason) {
      setProblem(problemFrom(reason));
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isDay(from)) return;
    const of = subject === OWN ? { grid, risk: null } : { grid: null, risk: Number(subject) as Risk };
    send(() => setRequirement({ ...of, visits: Number(visits), days: Number(days), from, to: null }));
  };
  return (
    <details class="insp-set">
      <summary>{t("insp.often_set")}</summary>
      <form class="insp-form" onSubmit={submit}>
        <label>
          <span>{t("insp.often_of")}</span>
          <select value={subject} onChange={(event) => setSubject(event.currentTarget.value)}>
            {grid !== null && <option value={OWN}>{t("insp.often_own")}</option>}
            {RISKS.map((one) => (
              <option key={one} value={String(one)}>
                {t("insp.often_risk", { risk: t(`insp.risk_${one}`) })}
              </option>
            ))}
          </select>
        </label>
        <Count label={t("insp.often_visits")} value={visits} min={0} set={setVisits} />
        <Count label={t("insp.often_days")} value={days} min={1} set={setDays} />
        <label>
          <span>{t("insp.often_from")}</span>
          <input type="date" required value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <button type="submit" class="button primary">
          {t("insp.often_keep")}
        </button>
        <p class="muted">{t("insp.often_zero")}</p>
      </form>
      {grid !== null && (
        <RiskChoice
          set={(risk) => send(() => setRisk(grid, risk, isDay(from) ? from : dayBeside(yesterday, 1)))}
        />
      )}
      {problem && <p role="alert">{reasonOf(problem)}</p>}
    </details>
  );
}

type CountProps = {
  readonly label: string;
  readonly value: string;
  readonly min: number;
  set(value: string): void;
};

function Count({ label, value, min, set }: CountProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        required
        min={min}
        max={LONGEST}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}

function RiskChoice({ set }: { set(risk: Risk): void }) {
  return (
    <fieldset class="insp-by">
      <legend>{t("insp.risk_of")}</legend>
      {RISKS.map((one) => (
        <button key={one} type="button" class="button" onClick={() => set(one)}>
          {t(`insp.risk_${one}`)}
        </button>
      ))}
    </fieldset>
  );
}
