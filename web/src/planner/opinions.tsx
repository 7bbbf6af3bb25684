/** What the public said of a draft, and the answers for the file. */

import { useState } from "preact/hooks";
import { answerOpinion, getOpinions, type OpinionRow } from "../api/publishing";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { EDITS, usePlanner } from "./state";

const DECIMALS = 5;

export function Opinions({ draft }: { readonly draft: number }) {
  const opinions = useResource(`opinions ${draft}`, (signal) => getOpinions(draft, { signal }));
  return (
    <section>
      <h3>{t("plan.opinions")}</h3>
      <Faces of={opinions} empty={({ rows }) => (rows.length === 0 ? <p>{t("plan.no_opinions")}</p> : null)}>
        {({ rows }) => (
          <ul class="rows">
            {rows.map((row) => (
              <Row key={row.id} draft={draft} row={row} again={opinions.again} />
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}

type RowProps = { readonly draft: number; readonly row: OpinionRow; again(): void };

function Row({ draft, row, again }: RowProps) {
  const { session, town } = usePlanner();
  const when = short(new Date(row.at), now.peek(), town.time_zone);
  const place = row.place?.map((part) => part.toFixed(DECIMALS)).join(", ");
  return (
    <li class="plan-show">
      <p class="muted">{[when, t(`plan.status_${row.step}`), row.grid, place].filter(Boolean).join(" · ")}</p>
      <p class="plan-words">{row.words}</p>
      {row.answer !== null && (
        <p class="plan-words">{t("plan.answered", { who: row.answered_by ?? "", words: row.answer })}</p>
      )}
      {session.permissions.includes(EDITS) && <Answer draft={draft} row={row} again={again} />}
    </li>
  );
}

function Answer({ draft, row, again }: RowProps) {
  const [words, setWords] = useState("");
  const [fault, setFault] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await answerOpinion(draft, row.id, words.trim());
      setWords("");
      again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    }
  };
  return (
    <form class="plan-form" onSubmit={(event) => void submit(event)}>
      <label>
        <span>{t(row.answer === null ? "plan.answer" : "plan.answer_anew")}</span>
        <input maxLength={2000} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
      </label>
      <button type="submit" class="button" disabled={words.trim() === ""}>
        {t("plan.answer_send")}
      </button>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}
