/** From which day, or in place of which edition, and on which paper a reviewed draft is published. */

import { useState } from "preact/hooks";
import { type Edition, getEditions, getStanding, publish, type Term } from "../api/publishing";
import { t } from "../i18n";
import { now } from "../time/now";
import { civilDay } from "../time/town-time";
import { announce } from "../ui/announce";
import { Dialog } from "../ui/dialog";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { closeDraft } from "./drafts";
import { inWords } from "./edits";
import { usePlanner } from "./state";

export function PublishDialog() {
  const planner = usePlanner();
  const { draft, town, dialog } = planner;
  const [from, setFrom] = useState(() => firstOfNextMonth(civilDay(now.peek(), town.time_zone)));
  const [corrects, setCorrects] = useState<number | null>(null);
  const [paper, setPaper] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const close = () => {
    dialog.value = null;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (draft.value === null || busy) return;
    setBusy(true);
    const term: Term = corrects === null ? { from } : { corrects };
    try {
      const { number } = await publish(draft.value.id, term, paper.trim());
      close();
      closeDraft(planner);
      const told = corrects === null ? "plan.published" : "plan.corrected";
      announce(t(told, { number, date: from, wrong: corrects ?? "" }));
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog id="publish" title={t("plan.publish_title", { title: draft.value?.title ?? "" })} close={close}>
      <form class="plan-form" onSubmit={(event) => void submit(event)}>
        <Terms corrects={corrects} choose={setCorrects} />
        {corrects === null && (
          <label>
            <span>{t("plan.publish_from")}</span>
            <input
              type="date"
              required
              value={from}
              onInput={(event) => setFrom(event.currentTarget.value)}
            />
          </label>
        )}
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
        <Bars id={draft.value?.id ?? 0} />
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

type TermsProps = { readonly corrects: number | null; choose(number: number | null): void };

/** Whether the draft begins on a day or takes the place of an edition that was wrong. */
function Terms({ corrects, choose }: TermsProps) {
  const editions = useResource("editions", (signal) => getEditions({ signal }));
  const held = editions.resource.face === "data" ? editions.resource.data.rows : [];
  const valid = held.filter((edition: Edition) => edition.superseded_at === null);
  return (
    <label>
      <span>{t("plan.publish_term")}</span>
      <select value={corrects ?? ""} onChange={(event) => choose(Number(event.currentTarget.value) || null)}>
        <option value="">{t("plan.publish_by_day")}</option>
        {valid.map(({ number, title }) => (
          <option key={number} value={number}>
            {t("plan.publish_corrects", { number, title })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What still keeps the draft from being published, before one has typed anything. */
function Bars({ id }: { readonly id: number }) {
  const standing = useResource(`standing ${id}`, (signal) => getStanding(id, { signal }));
  return (
    <Faces of={standing} refused={() => null}>
      {({ bars }) => (
        <>
          {bars.map((bar) => (
            <p key={bar[1]} class="fault">
              {inWords(bar)}
            </p>
          ))}
        </>
      )}
    </Faces>
  );
}

/** The day on which new boundaries usually begin to hold. */
export function firstOfNextMonth(day: string): string {
  const [year, month] = day.split("-").map(Number) as [number, number];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
}
