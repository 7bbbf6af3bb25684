/** From which day and on which paper a reviewed draft is published. */

import { useState } from "preact/hooks";
import { publish } from "../api/drafts";
import { t } from "../i18n";
import { now } from "../time/now";
import { civilDay } from "../time/town-time";
import { announce } from "../ui/announce";
import { Dialog } from "../ui/dialog";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { closeDraft } from "./drafts";
import { usePlanner } from "./state";

export function PublishDialog() {
  const planner = usePlanner();
  const { draft, town, publishing } = planner;
  const [from, setFrom] = useState(() => firstOfNextMonth(civilDay(now.peek(), town.time_zone)));
  const [paper, setPaper] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const close = () => {
    publishing.value = false;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (draft.value === null || busy) return;
    setBusy(true);
    try {
      const { number } = await publish(draft.value.id, from, paper.trim());
      close();
      closeDraft(planner);
      announce(t("plan.published", { number, date: from }));
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog id="publish" title={t("plan.publish_title", { title: draft.value?.title ?? "" })} close={close}>
      <form class="plan-form" onSubmit={(event) => void submit(event)}>
        <label>
          <span>{t("plan.publish_from")}</span>
          <input type="date" required value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label>
          <span>{t("plan.publish_paper")}</span>
          <input
            required
            maxLength={80}
            value={paper}
            onInput={(event) => setPaper(event.currentTarget.value)}
          />
        </label>
        <p class="muted">{t("plan.publish_hint")}</p>
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <div class="plan-buttons">
          <button type="submit" class="button primary" disabled={busy || paper.trim() === ""}>
            {t("plan.way_publish")}
          </button>
          <button type="button" class="button" onClick={close}>
            {t("plan.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The day on which new boundaries usually begin to hold. */
export function firstOfNextMonth(day: string): string {
  const [year, month] = day.split("-").map(Number) as [number, number];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
}
