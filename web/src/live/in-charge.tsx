/** One person in charge, and the phone in full for those who may read it: for a stated purpose, on record. */

import { Eye, EyeOff } from "lucide-preact";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { unmask } from "../api/calls";
import type { Problem } from "../api/client";
import type { Contact, Purpose } from "../api/types";
import { t } from "../i18n";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { useLive } from "./state";

const MAY_UNMASK = "people.unmask";
export const PURPOSES: readonly Purpose[] = ["case", "alert", "drill", "finding", "own_request"];

type Step =
  | { readonly at: "masked" | "asking" | "reading" }
  | { readonly at: "shown"; readonly phone: string; readonly purpose: Purpose }
  | { readonly at: "failed"; readonly problem: Problem };

export function InCharge({ person }: { readonly person: Contact }) {
  const may = useLive().session.permissions.includes(MAY_UNMASK) && person.phone !== null;
  const [step, setStep] = useState<Step>({ at: "masked" });
  const opener = useRef<HTMLButtonElement>(null);
  const full = step.at === "shown" ? step.phone : null;
  const toggle = () => setStep({ at: step.at === "masked" ? "asking" : "masked" });
  const cancel = () => {
    setStep({ at: "masked" });
    opener.current?.focus();
  };
  const read = async (purpose: Purpose) => {
    setStep({ at: "reading" });
    setStep(
      await unmask(person.id, purpose).then(
        ({ phone }): Step => ({ at: "shown", phone, purpose }),
        (reason: unknown): Step => ({ at: "failed", problem: problemFrom(reason) }),
      ),
    );
  };
  return (
    <>
      <dd class="contact">
        <span>{person.name}</span>
        <span class={full ? "full" : ""}>{full ?? person.phone}</span>
        {may && <Toggle button={opener} name={person.name} step={step} toggle={toggle} />}
      </dd>
      {step.at !== "masked" && (
        <dd class="unmasking">
          <Unmasking step={step} read={read} cancel={cancel} />
        </dd>
      )}
    </>
  );
}

type ToggleProps = {
  readonly button: RefObject<HTMLButtonElement>;
  readonly name: string;
  readonly step: Step;
  toggle(): void;
};

function Toggle({ button, name, step, toggle }: ToggleProps) {
  const shown = step.at === "shown";
  const Icon = shown ? EyeOff : Eye;
  return (
    <button
      ref={button}
      type="button"
      title={shown ? t("unmask.hide") : t("unmask.show")}
      aria-label={t(shown ? "unmask.hide_of" : "unmask.show_of", { name })}
      aria-expanded={step.at !== "masked"}
      onClick={toggle}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}

type UnmaskingProps = { readonly step: Step; read(purpose: Purpose): void; cancel(): void };

function Unmasking({ step, read, cancel }: UnmaskingProps) {
  if (step.at === "failed") return <Told>{refusalOf(step.problem)}</Told>;
  if (step.at !== "shown") return <Asking busy={step.at === "reading"} read={read} cancel={cancel} />;
  return (
    <Told>
      <span class="heard">{step.phone}</span> {t("unmask.shown", { purpose: t(`purpose.${step.purpose}`) })}
    </Told>
  );
}

/** The answer takes the focus, since the button that asked for it is gone; so it is also read out. */
function Told({ children }: { readonly children: ComponentChildren }) {
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => words.current?.focus(), []);
  return (
    <p ref={words} class="muted" tabIndex={-1}>
      {children}
    </p>
  );
}

function refusalOf(problem: Problem): string {
  if (problem.status === 403) return t("unmask.forbidden");
  if (problem.status === 404) return t("unmask.unknown");
  return t("unmask.failed", { reason: reasonOf(problem) });
}

type AskingProps = { readonly busy: boolean; read(purpose: Purpose): void; cancel(): void };

function Asking({ busy, read, cancel }: AskingProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  useEffect(() => box.current?.querySelector("button")?.focus(), []);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    cancel();
  };
  return (
    <fieldset ref={box} aria-busy={busy} onKeyDown={press}>
      <legend>{t("unmask.why")}</legend>
      <div class="purposes">
        {PURPOSES.map((purpose) => (
          <button key={purpose} type="button" class="button" disabled={busy} onClick={() => read(purpose)}>
            {t(`purpose.${purpose}`)}
          </button>
        ))}
        <button type="button" onClick={cancel}>
          {t("unmask.cancel")}
        </button>
      </div>
    </fieldset>
  );
}
