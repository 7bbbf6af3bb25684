/** Whoever has not moved for long is asked whether he is well, loudly, before anybody else is told. */

import { useEffect, useRef, useState } from "preact/hooks";
import { answerCheck, type Check, getChecks } from "../api/checks";
import { t } from "../i18n";
import { clock } from "../time/town-time";
import { reasonOf } from "../ui/faces";
import { usePolled } from "../ui/polled";
import { problemFrom } from "../ui/resource";
import { Siren } from "../ui/siren";
import { placeNow } from "./place-now";
import { shake } from "./shake";

const EVERY_MS = 10_000;
const SHAKE: readonly number[] = [600, 200, 600, 200, 600];
/** Answered meanwhile, or moved. */
const GONE = 404;

const load = (signal: AbortSignal) => getChecks({ signal });

export function StillPart({ zone }: { readonly zone: string }) {
  const checks = usePolled(load, EVERY_MS);
  const [first] = checks.data?.rows ?? [];
  useNoise(first?.id ?? null);
  if (first === undefined) return null;
  return <Question key={first.id} check={first} zone={zone} again={checks.again} />;
}

/** Ring and shake while a question stands. */
function useNoise(check: number | null) {
  const siren = useRef<Siren | null>(null);
  useEffect(() => {
    const made = new Siren();
    siren.current = made;
    return made.open();
  }, []);
  useEffect(() => {
    siren.current?.ring(check !== null);
    if (check !== null) shake(SHAKE);
  }, [check]);
}

type Props = { readonly check: Check; readonly zone: string; again(): void };

function Question({ check, zone, again }: Props) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const fine = useRef<HTMLButtonElement>(null);
  useEffect(() => fine.current?.focus(), []);
  const say = async (word: "fine" | "help") => {
    setBusy(true);
    setFault("");
    try {
      await answerCheck(check.id, word, word === "help" ? await placeNow() : null);
    } catch (reason) {
      const problem = problemFrom(reason);
      if (problem.status !== GONE) setFault(reasonOf(problem));
    }
    setBusy(false);
    again();
  };
  const until = clock(new Date(check.answer_by), zone);
  return (
    <section class="part still" role="alert" aria-label={t("me.still")}>
      <h2>{t("me.still")}</h2>
      <p>{t(check.rang_at === null ? "me.still_ask" : "me.still_rang", { count: check.minutes, until })}</p>
      <button
        ref={fine}
        type="button"
        class="button primary wide"
        disabled={busy}
        onClick={() => say("fine")}
      >
        {t("me.still_fine")}
      </button>
      <button type="button" class="button urgent wide" disabled={busy} onClick={() => say("help")}>
        {t("me.still_help")}
      </button>
      <p class="fault">{fault}</p>
    </section>
  );
}
