/** The button that calls for help; pressed once it asks, so that no pocket calls. */

import { useEffect, useRef, useState } from "preact/hooks";
import { callForHelp } from "../api/me";
import { t } from "../i18n";
import { clock } from "../time/town-time";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { placeNow } from "./place-now";

type Step = "ready" | "sure" | "busy";

export function Sos({ zone }: { readonly zone: string }) {
  const [step, setStep] = useState<Step>("ready");
  const [said, setSaid] = useState("");
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === "sure") sure.current?.focus();
  }, [step]);
  const call = async () => {
    setStep("busy");
    setSaid("");
    try {
      const { at } = await callForHelp(await placeNow());
      setSaid(t("me.sos_sent", { time: clock(new Date(at), zone) }));
    } catch (reason) {
      setSaid(t("me.sos_failed", { reason: reasonOf(problemFrom(reason)) }));
    }
    setStep("ready");
  };
  return (
    <section class="part sos" aria-label={t("me.sos")}>
      {step === "ready" ? (
        <button type="button" class="button urgent wide" onClick={() => setStep("sure")}>
          {t("me.sos")}
        </button>
      ) : (
        <>
          <p>{t("me.sos_ask")}</p>
          <button
            ref={sure}
            type="button"
            class="button urgent wide"
            disabled={step === "busy"}
            onClick={call}
          >
            {t(step === "busy" ? "me.sos_sending" : "me.sos_confirm")}
          </button>
          <button
            type="button"
            class="button wide"
            disabled={step === "busy"}
            onClick={() => setStep("ready")}
          >
            {t("me.sos_cancel")}
          </button>
        </>
      )}
      <p role="status">{said}</p>
    </section>
  );
}
