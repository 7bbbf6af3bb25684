/** The first run: a form, a look at all of it, and the founding of the town. */

import { useEffect, useState } from "preact/hooks";
import { type Beginning, getBeginning } from "../api/setup";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { LanguageSwitch, ThemeSwitch } from "../ui/switches";
import { Code } from "./code";
import { type Change, type Draft, type Fault, faultsOf, newDraft } from "./draft";
import { Faults, Field } from "./field";
import { AccountPart, SquadsPart } from "./people-part";
import { PlacePart } from "./place-part";
import { Review } from "./review";
import { CodesPart, TownPart } from "./town-part";

const FOUNDED = 409;

export function SetUp() {
  const title = t("setup.title");
  const beginning = useResource<Beginning>("beginning", getBeginning);
  const { resource } = beginning;
  const founded = resource.face === "error" && resource.problem.status === FOUNDED;
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title]);
  useEffect(() => {
    if (founded) window.location.replace("/signin");
  }, [founded]);
  return (
    <main class="setup">
      <div class="setup-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <h1>{title}</h1>
      <p class="muted">{t("setup.about")}</p>
      <Faces of={beginning}>{(known) => <Steps known={known} />}</Faces>
    </main>
  );
}

function Steps({ known }: { readonly known: Beginning }) {
  const [code, setCode] = useState(window.location.hash.slice(1));
  const [draft, setDraft] = useState<Draft>(() => newDraft(known, browserZone()));
  const [reviewing, setReviewing] = useState(false);
  const change: Change = (part) => setDraft((before) => ({ ...before, ...part }));
  return (
    <Code.Provider value={code}>
      {reviewing ? (
        <Review draft={draft} back={() => setReviewing(false)} />
      ) : (
        <>
          {window.location.hash === "" && (
            <Field
              id="code"
              label={t("setup.code")}
              hint={t("setup.code_hint")}
              value={code}
              autocomplete="off"
              set={(given) => setCode(given.trim())}
            />
          )}
          <Form draft={draft} change={change} zones={known.time_zones} done={() => setReviewing(true)} />
        </>
      )}
    </Code.Provider>
  );
}

type FormProps = {
  readonly draft: Draft;
  readonly change: Change;
  readonly zones: readonly string[];
  done(): void;
};

function Form({ draft, change, zones, done }: FormProps) {
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const submit = (event: Event) => {
    event.preventDefault();
    const found = faultsOf(draft, zones);
    setFaults(found);
    if (found[0] === undefined) done();
    else document.getElementById(found[0].field)?.focus();
  };
  return (
    <Faults.Provider value={faults}>
      <form onSubmit={submit} noValidate>
        <TownPart draft={draft} change={change} zones={zones} />
        <CodesPart draft={draft} change={change} />
        <PlacePart draft={draft} change={change} />
        <SquadsPart draft={draft} change={change} />
        <AccountPart draft={draft} change={change} />
        <p class="fault" role="alert">
          {faults.length > 0 && t("setup.faults", { count: faults.length })}
        </p>
        <button type="submit" class="button primary">
          {t("setup.check")}
        </button>
      </form>
    </Faults.Provider>
  );
}

function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
