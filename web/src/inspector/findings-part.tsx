/** Findings: their states and names; a second account confirms one, and late fixes are told, not taken in. */

import { useState } from "preact/hooks";
import type { Problem } from "../api/client";
import {
  confirmFinding,
  type Finding,
  findingAddress,
  getFindings,
  getLater,
  type Later,
  makeFinding,
} from "../api/findings";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { useInspector } from "./state";
import { bounded, StateMark, stateWords } from "./words";

export function FindingsPart() {
  const { findingsMade } = useInspector();
  const found = useResource(`findings ${findingsMade.value}`, getFindings);
  return (
    <section>
      <h2>{t("insp.findings")}</h2>
      <Faces of={found} empty={(rows) => (rows.length === 0 ? t("insp.findings_none") : null)}>
        {(rows) => (
          <ul class="insp-rows">
            {rows.map((row) => (
              <Line key={row.number} row={row} again={found.again} />
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}

function Line({ row, again }: { readonly row: Finding; again(): void }) {
  const { session } = useInspector();
  const [later, setLater] = useState<Later | null>(null);
  const { problem, act } = useAct();
  const mine = row.made_by === session.account.name;
  return (
    <li>
      <strong>{row.number}</strong> {row.grid} · {row.day}
      <p>
        <StateMark state={row.state} /> {stateWords(row)} · {bounded(row)}
      </p>
      <p class="muted">
        {row.confirmed_by === null
          ? t("insp.finding_made", { by: row.made_by })
          : t("insp.finding_both", { by: row.made_by, other: row.confirmed_by })}
      </p>
      <p class="insp-by">
        {row.confirmed_by === null && !mine && (
          <button
            type="button"
            class="button"
            onClick={() => act(() => confirmFinding(row.number).then(again))}
          >
            {t("insp.finding_confirm")}
          </button>
        )}
        <button type="button" class="button" onClick={() => act(() => getLater(row.number).then(setLater))}>
          {t("insp.finding_later")}
        </button>
        <a href={findingAddress(row.number)} download={`${row.number}.json`}>
          {t("insp.finding_file")}
        </a>
      </p>
      {later && <p role="status">{laterWords(later)}</p>}
      {problem && <p role="alert">{reasonOf(problem)}</p>}
    </li>
  );
}

function laterWords({ more, lost, changes }: Later): string {
  if (more + lost === 0) return t("insp.later_none");
  return t(changes ? "insp.later_changes" : "insp.later_same", { number: more + lost });
}

/** Under a proof sheet: state what it shows as a finding. */
export function MakeFinding({ code, day }: { readonly code: string; readonly day: string }) {
  const { findingsMade } = useInspector();
  const [number, setNumber] = useState<string | null>(null);
  const { problem, act } = useAct();
  const make = () =>
    act(async () => {
      setNumber((await makeFinding(code, day)).number);
      findingsMade.value += 1;
      announce(t("insp.finding_done"));
    });
  return (
    <p>
      {number === null ? (
        <button type="button" class="button" onClick={make}>
          {t("insp.finding_make")}
        </button>
      ) : (
        t("insp.finding_number", { number })
      )}
      {problem && <span role="alert">{reasonOf(problem)}</span>}
    </p>
  );
}

function useAct() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (doing: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await doing();
    } catch (reason) {
      setProblem(problemFrom(reason));
    }
  };
  return { problem, act };
}
