/** The published editions: those to come may be recalled, the others are corrected by a draft. */

import { useState } from "preact/hooks";
import { type Edition, getEditions, getTold, recallEdition, signsAddress } from "../api/publishing";
import { t } from "../i18n";
import { now } from "../time/now";
import { civilDay } from "../time/town-time";
import { announce } from "../ui/announce";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { openDraft } from "./drafts";
import { APPROVES, EXPORTS, usePlanner } from "./state";

export function EditionsList() {
  const editions = useResource("editions", (signal) => getEditions({ signal }));
  return (
    <section>
      <h2>{t("plan.editions")}</h2>
      <Faces of={editions}>
        {({ rows }) => (
          <ul class="rows">
            {[...rows].reverse().map((row) => (
              <Row key={row.number} edition={row} again={editions.again} />
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}

type Props = { readonly edition: Edition; again(): void };

function Row({ edition, again }: Props) {
  const { town } = usePlanner();
  const { number, draft, title, valid_from, valid_to, document, superseded_at } = edition;
  const coming = valid_from > civilDay(now.value, town.time_zone);
  const state = superseded_at !== null ? "superseded" : coming ? "coming" : valid_to ? "past" : "now";
  return (
    <li class="plan-show">
      <p>
        <span class="aside">{t(`plan.edition_${state}`)}</span>
        {t("plan.edition", { number, title })}
      </p>
      <p class="muted">
        {[t("plan.edition_from", { date: valid_from }), document].filter(Boolean).join(" · ")}
      </p>
      {number > 1 && <Look draft={draft} />}
      {number > 1 && superseded_at === null && <Afterwards number={number} />}
      {state === "coming" && <Recall number={number} again={again} />}
    </li>
  );
}

/** Open what was drawn: its history, impact, changes and file can still be read. */
function Look({ draft }: { readonly draft: number }) {
  const planner = usePlanner();
  return (
    <button type="button" class="link" onClick={() => openDraft(planner, draft)}>
      {t("plan.edition_look")}
    </button>
  );
}

/** Who was told and has not confirmed, and the signs to print. */
function Afterwards({ number }: { readonly number: number }) {
  const { session } = usePlanner();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("plan.told")}
      </button>{" "}
      {session.permissions.includes(EXPORTS) && (
        <a href={signsAddress(number)} download>
          {t("plan.signs")}
        </a>
      )}
      {open && <WhoWasTold number={number} />}
    </>
  );
}

function WhoWasTold({ number }: { readonly number: number }) {
  const told = useResource(`told ${number}`, (signal) => getTold(number, { signal }));
  return (
    <Faces of={told} empty={({ rows }) => (rows.length === 0 ? <p>{t("plan.told_nobody")}</p> : null)}>
      {({ rows, waiting }) => (
        <>
          <p>{t("plan.told_waiting", { all: rows.length, waiting })}</p>
          <ul>
            {rows.map(({ person, number: badge, name, seen_at, confirmed_at }) => (
              <li key={person}>
                {badge} {name} · {t(`plan.told_${confirmed_at ? "confirmed" : seen_at ? "seen" : "sent"}`)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Faces>
  );
}

function Recall({ number, again }: { readonly number: number; again(): void }) {
  const { session } = usePlanner();
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState("");
  if (!session.permissions.includes(APPROVES)) return null;
  const recall = async () => {
    if (!asked) return setAsked(true);
    try {
      await recallEdition(number);
      announce(t("plan.recalled", { number }));
      again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void recall()}>
        {t(asked ? "plan.recall_sure" : "plan.recall")}
      </button>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
