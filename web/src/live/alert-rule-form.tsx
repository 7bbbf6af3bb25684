/** A new rule: where, what, whose, when and how loud; it is tried on the last days before it is made. */

import { useState } from "preact/hooks";
import { makeRule, type NewRule, type Tried, tryRule } from "../api/alert-rules";
import type { RuleKind, Severity } from "../api/alerts";
import type { Problem } from "../api/client";
import { t } from "../i18n";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { Weekdays } from "./alert-rule-weekdays";
import { RuleWhere } from "./alert-rule-where";
import { RuleWho } from "./alert-rule-who";
import { hasPlace, type Ruling, sentOf } from "./ruling";

const KINDS: readonly RuleKind[] = [
  "enter",
  "leave",
  "inside_longer",
  "outside_longer",
  "not_visited",
  "no_movement",
];
const SEVERITIES: readonly Severity[] = ["notice", "warning", "urgent"];
const LASTING = new Set<RuleKind>(["inside_longer", "outside_longer", "not_visited", "no_movement"]);
const USUAL_MINUTES = 30;
/** So long whoever is asked has to say that he is well. */
const USUAL_ANSWER_MINUTES = 5;

type Step =
  | { readonly at: "filling" | "busy" }
  | { readonly at: "tried"; readonly tried: Tried; readonly asked: string }
  | { readonly at: "failed"; readonly problem: Problem };

type FormProps = { readonly ruling: Ruling; set(ruling: Ruling | null): void; made(): void };

export function AlertRuleForm({ ruling, set, made }: FormProps) {
  const { rule } = ruling;
  const [step, setStep] = useState<Step>({ at: "filling" });
  const sent = sentOf(ruling);
  const asked = JSON.stringify(sent);
  // what was tried is told as long as it is what would be made
  const tried = step.at === "tried" && step.asked === asked ? step.tried : null;
  const change = (more: Partial<NewRule>) => set({ ...ruling, rule: { ...rule, ...more } });
  const failed = (reason: unknown) => setStep({ at: "failed", problem: problemFrom(reason) });
  const submit = (event: Event) => {
    event.preventDefault();
    setStep({ at: "busy" });
    if (tried) void makeRule(sent).then(made, failed);
    else void tryRule(sent).then((result) => setStep({ at: "tried", tried: result, asked }), failed);
  };
  return (
    <form class="rule-form" aria-busy={step.at === "busy"} onSubmit={submit}>
      <RuleWhere ruling={ruling} set={set} />
      <Fields rule={rule} change={change} />
      {tried && <Outcome tried={tried} />}
      {step.at === "failed" && (
        <p class="fault" role="alert">
          {reasonOf(step.problem)}
        </p>
      )}
      <button type="submit" class="button primary" disabled={step.at === "busy" || !hasPlace(ruling)}>
        {t(tried ? "rules.make" : "rules.try")}
      </button>
      <button type="button" class="button" onClick={() => set(null)}>
        {t("rules.cancel")}
      </button>
      <p class="muted">{t("playback.on_record")}</p>
    </form>
  );
}

type FieldsProps = { readonly rule: NewRule; change(more: Partial<NewRule>): void };

function Fields({ rule, change }: FieldsProps) {
  const { kind, minutes, answer_minutes, name } = rule;
  const setKind = (next: RuleKind) =>
    change({
      kind: next,
      minutes: LASTING.has(next) ? (minutes ?? USUAL_MINUTES) : null,
      ...(next === "no_movement"
        ? { answer_minutes: answer_minutes ?? USUAL_ANSWER_MINUTES, severity: "urgent" }
        : { answer_minutes: null }),
    });
  return (
    <>
      <label>
        <span>{t("rules.name")}</span>
        <input value={name} maxLength={80} onInput={(event) => change({ name: event.currentTarget.value })} />
      </label>
      <Choice
        words={t("rules.kind")}
        value={kind}
        choices={KINDS.map((one) => [one, t(`alerts.kind_${one}`)])}
        set={setKind}
      />
      {minutes !== null && (
        <Minutes
          words={t("rules.minutes")}
          span={kind === "no_movement" ? [5, 120] : [1, 720]}
          value={minutes}
          set={(next) => change({ minutes: next })}
        />
      )}
      {answer_minutes !== null && (
        <>
          <Minutes
            words={t("rules.answer_minutes")}
            span={[1, 60]}
            value={answer_minutes}
            set={(next) => change({ answer_minutes: next })}
          />
          <p class="muted">{t("rules.no_movement_hint")}</p>
        </>
      )}
      <RuleWho rule={rule} change={change} />
      <Choice
        words={t("rules.severity")}
        value={rule.severity}
        choices={SEVERITIES.map((one) => [one, t(`rules.severity_${one}`)])}
        set={(severity) => change({ severity })}
      />
      <div class="rule-times">
        <Time words={t("playback.from")} value={rule.begin} set={(begin) => change({ begin })} />
        <Time words={t("playback.to")} value={rule.end} set={(end) => change({ end })} />
      </div>
      <p class="muted">{t("rules.whole_day")}</p>
      <Weekdays chosen={rule.weekdays} set={(weekdays) => change({ weekdays })} />
    </>
  );
}

type MinutesProps = {
  readonly words: string;
  readonly span: readonly [least: number, most: number];
  readonly value: number;
  set(value: number): void;
};

function Minutes({ words, span, value, set }: MinutesProps) {
  return (
    <label>
      <span>{words}</span>
      <input
        type="number"
        min={span[0]}
        max={span[1]}
        required
        value={value}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
    </label>
  );
}

type ChoiceProps<V extends string> = {
  readonly words: string;
  readonly value: V;
  readonly choices: readonly (readonly [V, string])[];
  set(value: V): void;
};

function Choice<V extends string>({ words, value, choices, set }: ChoiceProps<V>) {
  return (
    <label>
      <span>{words}</span>
      <select value={value} onChange={(event) => set(event.currentTarget.value as V)}>
        {choices.map(([one, shown]) => (
          <option key={one} value={one}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}

function Time({
  words,
  value,
  set,
}: {
  readonly words: string;
  readonly value: string;
  set(value: string): void;
}) {
  return (
    <label>
      <span>{words}</span>
      <input type="time" required value={value} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

function Outcome({ tried }: { readonly tried: Tried }) {
  const rings = tried.days.reduce((sum, day) => sum + day.rings, 0);
  const most = Math.max(...tried.days.map((day) => day.rings));
  return (
    <p class="tried" role="status">
      {t("rules.tried", { count: rings, people: tried.people, most })}
    </p>
  );
}
