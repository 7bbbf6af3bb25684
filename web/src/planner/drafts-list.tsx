/** The drafts there are, and a new one. */

import { useState } from "preact/hooks";
import type { DraftRow } from "../api/draft-types";
import { getDrafts, newDraft } from "../api/drafts";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { openDraft } from "./drafts";
import { EditionsList } from "./editions-list";
import { EDITS, EVENTS, usePlanner } from "./state";
import { Suggestions } from "./suggestions";

export function DraftsList() {
  const { session } = usePlanner();
  const drafts = useResource("drafts", (signal) => getDrafts({ signal }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <div id="panel" class="panel-content" tabIndex={0}>
      <section>
        <h2>{t("plan.drafts")}</h2>
        {session.permissions.includes(EDITS) && <NewDraft />}
        <Faces of={drafts} empty={({ rows }) => (rows.length === 0 ? <p>{t("plan.no_drafts")}</p> : null)}>
          {({ rows }) => (
            <ul class="rows">
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </ul>
          )}
        </Faces>
      </section>
      {session.permissions.includes(EVENTS) && <Suggestions />}
      <EditionsList />
    </div>
  );
}

function Row({ row }: { readonly row: DraftRow }) {
  const planner = usePlanner();
  const { title, status, author, base, created_at } = row;
  const when = short(new Date(created_at), now.peek(), planner.town.time_zone);
  return (
    <li>
      <button type="button" class="row" onClick={() => openDraft(planner, row.id)}>
        <span class="row-head">
          <span class="aside">{t(`plan.status_${status}`)}</span>
          {title}
        </span>
        <span class="muted">
          {author} · {when}
          {base && ` · ${t("plan.base", { number: base.number })}`}
        </span>
      </button>
    </li>
  );
}

function NewDraft() {
  const planner = usePlanner();
  const [title, setTitle] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const make = async (event: Event) => {
    event.preventDefault();
    if (title.trim() === "" || busy) return;
    setBusy(true);
    try {
      openDraft(planner, (await newDraft(title.trim())).id);
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
      setBusy(false);
    }
  };
  return (
    <form class="plan-form plan-new" onSubmit={(event) => void make(event)}>
      <label>
        <span>{t("plan.new_title")}</span>
        <input
          maxLength={80}
          value={title}
          placeholder={t("plan.new_example")}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary" disabled={busy || title.trim() === ""}>
        {t("plan.new")}
      </button>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
