/** The proof sheet of a grid and day: asked for with a purpose, as its reading is on record. */

import { useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { getProof, type Proof } from "../api/coverage";
import type { Why } from "../api/purposes";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Failed } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { AskForm } from "./ask-form";
import { MakeFinding } from "./findings-part";
import { ProofSheet } from "./proof-sheet";
import { MANAGES_COVERAGE, useInspector } from "./state";

type Props = { readonly code: string; readonly day: string };

export function ProofPart({ code, day }: Props) {
  const { session } = useInspector();
  const [proof, setProof] = useState<Proof | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const read = async (why: Why) => {
    setBusy(true);
    setProblem(null);
    try {
      setProof(await getProof(code, day, why));
      announce(t("insp.proof_read"));
    } catch (reason) {
      setProblem(problemFrom(reason));
    }
    setBusy(false);
  };
  return (
    <section class="insp-proof" aria-busy={busy}>
      <h3>{t("insp.proof", { day })}</h3>
      {proof === null ? (
        <AskForm
          id="proof-reference"
          found={`${code}/${day}`}
          busy={busy}
          submit={t("insp.proof_open")}
          read={read}
        />
      ) : (
        <>
          <ProofSheet proof={proof} />
          {session.permissions.includes(MANAGES_COVERAGE) && <MakeFinding code={code} day={day} />}
        </>
      )}
      {problem && <Failed problem={problem} again={() => setProblem(null)} />}
    </section>
  );
}
