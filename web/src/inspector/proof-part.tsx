/** The proof sheet of a grid and day: asked for with a purpose, as its reading is on record. */

import { useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { getProof, type Proof } from "../api/coverage";
import type { Purpose } from "../api/types";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Failed } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { ProofSheet } from "./proof-sheet";

const PURPOSES: readonly Purpose[] = ["finding", "case", "alert", "drill", "own_request"];

type Props = { readonly code: string; readonly day: string };

export function ProofPart({ code, day }: Props) {
  const [proof, setProof] = useState<Proof | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const read = async (purpose: Purpose, reference: string) => {
    setBusy(true);
    setProblem(null);
    try {
      setProof(await getProof(code, day, purpose, reference));
      announce(t("insp.proof_read"));
    } catch (reason) {
      setProblem(problemFrom(reason));
    }
    setBusy(false);
  };
  return (
    <section class="insp-proof" aria-busy={busy}>
      <h3>{t("insp.proof", { day })}</h3>
      {proof === null ? <AskForm busy={busy} read={read} /> : <ProofSheet proof={proof} />}
      {problem && <Failed problem={problem} again={() => setProblem(null)} />}
    </section>
  );
}

type FormProps = { readonly busy: boolean; read(purpose: Purpose, reference: string): void };

function AskForm({ busy, read }: FormProps) {
  const [purpose, setPurpose] = useState<Purpose | "">("");
  const [reference, setReference] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (purpose !== "") read(purpose, reference);
  };
  return (
    <form class="insp-form" onSubmit={submit}>
      <label>
        <span>{t("playback.purpose")}</span>
        <select
          required
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value as Purpose | "")}
        >
          <option value="">{t("playback.choose")}</option>
          {PURPOSES.map((one) => (
            <option key={one} value={one}>
              {t(`purpose.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("playback.reference")}</span>
        <input
          type="text"
          maxLength={80}
          value={reference}
          onInput={(event) => setReference(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary" disabled={busy || purpose === ""}>
        {t(busy ? "playback.busy" : "insp.proof_open")}
      </button>
      <p class="muted">{t("playback.on_record")}</p>
    </form>
  );
}
