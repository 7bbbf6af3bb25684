/** The proof sheet of a grid and day: asked for with a purpose, as its reading is on record. */

import { useState } from "preact/hooks";
import type { Problem } from "../api/client";
import { getProof, type Proof } from "../api/coverage";
import { isBound, type Why, whyOf } from "../api/purposes";
import type { Purpose } from "../api/types";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Failed } from "../ui/faces";
import { ReferenceChoice } from "../ui/reference-choice";
import { problemFrom } from "../ui/resource";
import { ProofSheet } from "./proof-sheet";
import { useInspector } from "./state";

/** What a proof sheet is mostly for comes first; it is of many people, so none of them alone can ask for it. */
const OFFERED: readonly Purpose[] = ["finding", "case", "alert", "drill"];

type Props = { readonly code: string; readonly day: string };

export function ProofPart({ code, day }: Props) {
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
        <AskForm found={`${code}/${day}`} busy={busy} read={read} />
      ) : (
        <ProofSheet proof={proof} />
      )}
      {problem && <Failed problem={problem} again={() => setProblem(null)} />}
    </section>
  );
}

type FormProps = { readonly found: string; readonly busy: boolean; read(why: Why): void };

/** A finding is that of this grid and day; everything else is chosen. */
function AskForm({ found, busy, read }: FormProps) {
  const { zone } = useInspector();
  const [purpose, setPurpose] = useState<Purpose | "">("");
  const [reference, setReference] = useState("");
  const why = whyOf(purpose, purpose === "finding" ? found : reference);
  const submit = (event: Event) => {
    event.preventDefault();
    if (why !== null) read(why);
  };
  return (
    <form class="insp-form" onSubmit={submit}>
      <label>
        <span>{t("playback.purpose")}</span>
        <select
          required
          value={purpose}
          onChange={(event) => {
            setPurpose(event.currentTarget.value as Purpose | "");
            setReference("");
          }}
        >
          <option value="">{t("playback.choose")}</option>
          {OFFERED.map((one) => (
            <option key={one} value={one}>
              {t(`purpose.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {purpose !== "" && purpose !== "finding" && isBound(purpose) && (
        <ReferenceChoice
          key={purpose}
          id="proof-reference"
          purpose={purpose}
          day={null}
          person={null}
          zone={zone}
          value={reference}
          set={setReference}
        />
      )}
      <button type="submit" class="button primary" disabled={busy || why === null}>
        {t(busy ? "playback.busy" : "insp.proof_open")}
      </button>
      <p class="muted">{t("playback.on_record")}</p>
    </form>
  );
}
