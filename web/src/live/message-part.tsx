/** A short message to the selected person, and whether he has seen those before. */

import { useCallback, useState } from "preact/hooks";
import { getMessages, LONGEST, type Message, sendMessage } from "../api/messages";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { usePolled } from "../ui/polled";
import { problemFrom } from "../ui/resource";
import { useLive } from "./state";

const MAY_SEND = "people.message";
const EVERY_MS = 10_000;
const SHOWN = 3;
const TOO_MANY = 429;

export function MessagePart({ person }: { readonly person: number }) {
  return useLive().session.permissions.includes(MAY_SEND) ? <Messages person={person} /> : null;
}

function Messages({ person }: { readonly person: number }) {
  const load = useCallback((signal: AbortSignal) => getMessages(person, { signal }), [person]);
  const sent = usePolled(load, EVERY_MS);
  const rows = sent.data?.rows ?? [];
  return (
    <section class="messages" aria-label={t("message.title")}>
      <h3>{t("message.title")}</h3>
      <Form person={person} done={sent.again} />
      {sent.problem && <p class="fault">{reasonOf(sent.problem)}</p>}
      <ul class="rows">
        {rows.slice(0, SHOWN).map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Form({ person, done }: { readonly person: number; done(): void }) {
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFault("");
    try {
      await sendMessage(person, words);
      setWords("");
      announce(t("message.sent"));
      done();
    } catch (reason) {
      const problem = problemFrom(reason);
      setFault(problem.status === TOO_MANY ? t("message.too_many") : reasonOf(problem));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={submit} aria-busy={busy}>
      <label for="message-words">{t("message.words")}</label>
      <textarea
        id="message-words"
        rows={2}
        maxLength={LONGEST}
        required
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={busy || words.trim() === ""}>
        {t("message.send")}
      </button>
      <p class="fault" role="alert">
        {fault}
      </p>
    </form>
  );
}

function Row({ row }: { readonly row: Message }) {
  const zone = useLive().town.time_zone;
  const at = (moment: string) => short(new Date(moment), now.value, zone);
  return (
    <li class="row">
      <span>{row.words}</span>
      <span class="muted">
        {t("message.sent_by", { who: row.by, time: at(row.sent_at) })} ·{" "}
        {row.seen_at === null ? t("message.unseen") : t("message.seen", { time: at(row.seen_at) })}
      </span>
    </li>
  );
}
