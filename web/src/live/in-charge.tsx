/** One person in charge, and the phone in full for those who may read it: for a stated purpose, on record. */

import { Eye, EyeOff } from "lucide-preact";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { unmask } from "../api/calls";
import type { Problem } from "../api/client";
import { type Bound, isBound, PURPOSES, type Why, whyOf } from "../api/purposes";
import type { Contact, Purpose } from "../api/types";
import { t } from "../i18n";
import { reasonOf } from "../ui/faces";
import { ReferenceChoice } from "../ui/reference-choice";
import { problemFrom } from "../ui/resource";
import { useLive } from "./state";

const MAY_UNMASK = "people.unmask";

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
  const read = async (why: Why) => {
    setStep({ at: "reading" });
    setStep(
      await unmask(person.id, why).then(
        ({ phone }): Step => ({ at: "shown", phone, purpose: why.purpose }),
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
          <Unmasking person={person.id} step={step} read={read} cancel={cancel} />
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

type UnmaskingProps = {
  readonly person: number;
  readonly step: Step;
  read(why: Why): void;
  cancel(): void;
};

function Unmasking({ person, step, read, cancel }: UnmaskingProps) {
  if (step.at === "failed") return <Told>{refusalOf(step.problem)}</Told>;
  const busy = step.at === "reading";
  if (step.at !== "shown") return <Asking person={person} busy={busy} read={read} cancel={cancel} />;
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

type AskingProps = {
  readonly person: number;
  readonly busy: boolean;
  read(why: Why): void;
  cancel(): void;
};

/** A drill is read for at once; all else is bound to one of the things that exist first. */
function Asking({ person, busy, read, cancel }: AskingProps) {
  const [purpose, setPurpose] = useState<Bound | null>(null);
  const choose = (chosen: Purpose) => {
    if (isBound(chosen)) setPurpose(chosen);
    else read({ purpose: chosen, reference: "" });
  };
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
        {PURPOSES.map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={isBound(one) ? one === purpose : undefined}
            disabled={busy}
            onClick={() => choose(one)}
          >
            {t(`purpose.${one}`)}
          </button>
        ))}
        <button type="button" onClick={cancel}>
          {t("unmask.cancel")}
        </button>
      </div>
      {purpose && <Binding key={purpose} person={person} purpose={purpose} busy={busy} read={read} />}
    </fieldset>
  );
}

type BindingProps = {
  readonly person: number;
  readonly purpose: Bound;
  readonly busy: boolean;
  read(why: Why): void;
};

function Binding({ person, purpose, busy, read }: BindingProps) {
  const zone = useLive().town.time_zone;
  const [reference, setReference] = useState("");
  const why = whyOf(purpose, reference);
  return (
    <div class="binding">
      <ReferenceChoice
        id={`unmask-reference-${person}`}
        purpose={purpose}
        day={null}
        person={person}
        zone={zone}
        value={reference}
        set={setReference}
      />
      <button
        type="button"
        class="button primary"
        disabled={busy || why === null}
        onClick={() => why && read(why)}
      >
        {t("unmask.read")}
      </button>
    </div>
  );
}
