/** From which day to which a reviewed draft is on show to the public. */

import { useState } from "preact/hooks";
import { putOnShow } from "../api/publishing";
import { t } from "../i18n";
import { now } from "../time/now";
import { civilDay } from "../time/town-time";
import { Dialog } from "../ui/dialog";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { readStatus } from "./drafts";
import { usePlanner } from "./state";

const USUAL_DAYS = 7;
const DAY_MS = 86_400_000;

export function ShowDialog({ step }: { readonly step: "consult" | "announce" }) {
  const planner = usePlanner();
  const today = civilDay(now.peek(), planner.town.time_zone);
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(() => daysLater(today, USUAL_DAYS - 1));
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const close = () => {
    planner.dialog.value = null;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const id = planner.draft.value?.id;
    if (id === undefined || busy) return;
    setBusy(true);
    try {
      await putOnShow(id, step, from, to);
      await readStatus(planner);
      planner.dialog.value = "standing";
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
      setBusy(false);
    }
  };
  return (
    <Dialog id="show" title={t(`plan.show_${step}`)} close={close}>
      <form class="plan-form" onSubmit={(event) => void submit(event)}>
        <label>
          <span>{t("plan.show_from")}</span>
          <input
            type="date"
            required
            min={today}
            value={from}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </label>
        <label>
          <span>{t("plan.show_to")}</span>
          <input
            type="date"
            required
            min={from}
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </label>
        <p class="muted">{t("plan.show_hint")}</p>
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <div class="plan-buttons">
          <button type="submit" class="button primary" disabled={busy}>
            {t(`plan.way_${step}`)}
          </button>
          <button type="button" class="button" onClick={close}>
            {t("plan.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The civil day so many days after another. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
