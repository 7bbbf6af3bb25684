/** Ask for a correction, object, or ask a question; and what became of it. */

import { useState } from "preact/hooks";
import { type Asked, type Asking, askFor, getRequests } from "../api/me";
import { t } from "../i18n";
import { exact } from "../time/town-time";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";

const KINDS: readonly Asking[] = ["correction", "objection", "question"];

export function AskingPart({ zone }: { readonly zone: string }) {
  const requests = useResource("requests", getRequests);
  return (
    <section class="part" aria-label={t("me.asking")}>
      <h2>{t("me.asking")}</h2>
      <Form done={requests.again} />
      <Faces of={requests}>
        {({ rows }) => (
          <ul class="rows">
            {rows.map((row) => (
              <Row key={row.id} row={row} zone={zone} />
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}

function Form({ done }: { done(): void }) {
  const [kind, setKind] = useState<Asking>("correction");
  const [words, setWords] = useState("");
  const [said, setSaid] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await askFor(kind, words);
      setWords("");
      setSaid(t("me.asked"));
      done();
    } catch (reason) {
      setSaid(reasonOf(problemFrom(reason)));
    }
  };
  return (
    <form onSubmit={submit}>
      <label for="me-kind">{t("me.asking_kind")}</label>
      <select id="me-kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as Asking)}>
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {t(`me.asking_${one}`)}
          </option>
        ))}
      </select>
      <label for="me-words">{t("me.asking_words")}</label>
      <textarea
        id="me-words"
        rows={3}
        maxLength={1000}
        required
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      <button type="submit" class="button wide" disabled={words.trim() === ""}>
        {t("me.asking_send")}
      </button>
      <p role="status">{said}</p>
    </form>
  );
}

function Row({ row, zone }: { readonly row: Asked; readonly zone: string }) {
  return (
    <li class="row">
      <span>
        {t(`me.asking_${row.kind}`)} · {t(`me.state_${row.state}`)}
      </span>
      <span class="muted">{exact(new Date(row.at), zone)}</span>
      <span>{row.words}</span>
      {row.answer && <span>{t("me.answer", { words: row.answer })}</span>}
    </li>
  );
}
