/** Hand over: what stands now, notes for the next shift, and one's signature. */

import { useState } from "preact/hooks";
import { type Handovers, handOver } from "../api/console";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { Standing } from "./standing";

type Props = { readonly known: Handovers; readonly zone: string; again(): void };

export function GivingPart({ known, zone, again }: Props) {
  const mine = known.rows.find(({ taken_by }) => taken_by === null);
  const [notes, setNotes] = useState(mine?.notes ?? "");
  const [refusal, setRefusal] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await handOver(notes);
      announce(t("console.given"));
      again();
    } catch (reason) {
      setRefusal(reasonOf(problemFrom(reason)));
    }
  };
  return (
    <form
      class="console-part console-now"
      aria-label={t("console.give")}
      onSubmit={(event) => void submit(event)}
    >
      <h2>{t("console.give")}</h2>
      {mine && <p class="badge">{t("console.waits")}</p>}
      <Standing alerts={known.alerts} silent={known.silent} zone={zone} />
      <label>
        <span>{t("console.notes")}</span>
        <textarea
          rows={4}
          maxLength={2000}
          value={notes}
          onInput={(event) => setNotes(event.currentTarget.value)}
        />
      </label>
      {refusal && (
        <p class="fault" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" class="button primary">
        {t(mine ? "console.sign_again" : "console.sign", { who: known.me })}
      </button>
      <p class="muted">{t("console.give_about")}</p>
    </form>
  );
}
