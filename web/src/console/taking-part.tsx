/** Take over what another account handed over, with one's signature. */

import { useState } from "preact/hooks";
import { type Handover, takeOver } from "../api/console";
import { t } from "../i18n";
import { exact } from "../time/town-time";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { Standing } from "./standing";

type Props = { readonly waiting: Handover; readonly zone: string; again(): void };

export function TakingPart({ waiting, zone, again }: Props) {
  const [answer, setAnswer] = useState("");
  const [refusal, setRefusal] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await takeOver(waiting.id, answer);
      announce(t("console.taken"));
      again();
    } catch (reason) {
      setRefusal(reasonOf(problemFrom(reason)));
    }
  };
  return (
    <form
      class="console-part console-now"
      aria-label={t("console.take")}
      onSubmit={(event) => void submit(event)}
    >
      <h2>{t("console.take")}</h2>
      <p>{t("console.given_by", { who: waiting.given_by, time: exact(new Date(waiting.given_at), zone) })}</p>
      {waiting.notes && <p class="console-notes">{waiting.notes}</p>}
      <Standing alerts={waiting.alerts} silent={waiting.silent} zone={zone} />
      <label>
        <span>{t("console.answer")}</span>
        <input maxLength={2000} value={answer} onInput={(event) => setAnswer(event.currentTarget.value)} />
      </label>
      {refusal && (
        <p class="fault" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" class="button primary">
        {t("console.sign_taking")}
      </button>
    </form>
  );
}
