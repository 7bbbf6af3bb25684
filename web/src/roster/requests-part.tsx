/** What people ask for on their own pages: what waits for an answer first, each with its form. */

import { useState } from "preact/hooks";
import { type AskedBy, answerRequest, type Decision, getRequestsOfAll } from "../api/requests";
import { t } from "../i18n";
import { exact } from "../time/town-time";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { change, useRoster } from "./state";

export function RequestsPart() {
  const roster = useRoster();
  const requests = useResource(`requests ${roster.changes.value}`, getRequestsOfAll);
  return (
    <div class="panel-content roster-side">
      <h2>{t("roster.side_requests")}</h2>
      <p class="muted">{t("roster.requests_about")}</p>
      <Faces of={requests} empty={({ rows }) => (rows.length === 0 ? t("roster.requests_none") : null)}>
        {({ rows }) => (
          <ul class="rows">
            {waitingFirst(rows).map((row) => (
              <Request key={row.id} row={row} />
            ))}
          </ul>
        )}
      </Faces>
    </div>
  );
}

/** The open ones first and the oldest of them at the top, then the answered, the newest first. */
export function waitingFirst(rows: readonly AskedBy[]): readonly AskedBy[] {
  const open = rows.filter(({ state }) => state === "open").sort((one, other) => one.id - other.id);
  return [...open, ...rows.filter(({ state }) => state !== "open")];
}

function Request({ row }: { readonly row: AskedBy }) {
  const { zone } = useRoster();
  return (
    <li class="roster-request">
      <strong>
        {row.name} {row.number}
      </strong>
      <span>
        {t(`me.asking_${row.kind}`)} · {t(`me.state_${row.state}`)}
      </span>
      <span class="muted">{exact(new Date(row.at), zone)}</span>
      <p>{row.words}</p>
      {row.answer !== null && <p>{t("me.answer", { words: row.answer })}</p>}
      {row.answered_by !== null && (
        <span class="muted">{t("roster.answered_by", { name: row.answered_by })}</span>
      )}
      {row.state === "open" && <AnswerForm row={row} />}
    </li>
  );
}

function AnswerForm({ row }: { readonly row: AskedBy }) {
  const roster = useRoster();
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const decide = async (state: Decision) => {
    setBusy(true);
    await change(roster, answerRequest(row.id, state, words.trim()));
    setBusy(false);
  };
  return (
    <div class="roster-answer">
      <textarea
        rows={2}
        maxLength={1000}
        aria-label={t("roster.answer_to", { name: row.name, number: row.id })}
        placeholder={t("roster.answer_words")}
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      {(["accepted", "declined"] as const).map((state) => (
        <button
          key={state}
          type="button"
          class="button"
          disabled={busy || words.trim() === ""}
          aria-label={t(`roster.answer_${state}_of`, { name: row.name, number: row.id })}
          onClick={() => void decide(state)}
        >
          {t(`roster.answer_${state}`)}
        </button>
      ))}
    </div>
  );
}
