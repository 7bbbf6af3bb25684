/** The rules there are, switched on and off, and a new one for the selected grid. */

import { useState } from "preact/hooks";
import { type AlertRule, deleteRule, getRules, switchRule } from "../api/alert-rules";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { AlertRuleForm } from "./alert-rule-form";
import { useLive } from "./state";

export function AlertRules() {
  const live = useLive();
  const rules = useResource("rules", (signal) => getRules({ signal }));
  const [making, setMaking] = useState(false);
  const grid = live.grid.value;
  const close = () => {
    setMaking(false);
    rules.again();
  };
  return (
    <section class="alert-rules" aria-label={t("rules.title")}>
      <h3>{t("rules.title")}</h3>
      <Faces of={rules} empty={({ rules: all }) => (all.length === 0 ? <p>{t("rules.none")}</p> : null)}>
        {({ rules: all }) => (
          <ul>
            {all.map((rule) => (
              <RuleLine key={rule.id} rule={rule} again={rules.again} />
            ))}
          </ul>
        )}
      </Faces>
      {grid === null && <p class="muted">{t("rules.choose_grid")}</p>}
      {grid !== null && !making && (
        <button type="button" class="button" onClick={() => setMaking(true)}>
          {t("rules.new", { grid })}
        </button>
      )}
      {grid !== null && making && <AlertRuleForm key={grid} grid={grid} close={close} />}
    </section>
  );
}

function RuleLine({ rule, again }: { readonly rule: AlertRule; again(): void }) {
  const act = (change: Promise<void>) =>
    change.then(again, (reason: unknown) => announce(reasonOf(problemFrom(reason))));
  const { id, name, on } = rule;
  return (
    <li class="alert-line">
      <span class="alert-what">
        <strong>{name}</strong>
        <span class="muted">{wordsOf(rule)}</span>
      </span>
      <button
        type="button"
        class="button"
        aria-pressed={on}
        aria-label={t(on ? "rules.on_of" : "rules.off_of", { name })}
        onClick={() => void act(switchRule(id, !on))}
      >
        {t(on ? "rules.on" : "rules.off")}
      </button>
      <button
        type="button"
        class="button"
        aria-label={t("rules.delete_of", { name })}
        onClick={() => void act(deleteRule(id))}
      >
        {t("rules.delete")}
      </button>
    </li>
  );
}

/** Kind, where, how long, when. */
function wordsOf({ kind, grids, minutes, begin, end, severity }: AlertRule): string {
  const where = grids.length === 0 ? t("rules.area") : grids.join(t("account.and"));
  const lasting = minutes === null ? [] : [t("time.minutes", { count: minutes })];
  const hours = begin === end || end === "24:00" ? [] : [`${begin}–${end}`];
  return [t(`alerts.kind_${kind}`), where, ...lasting, ...hours, t(`rules.severity_${severity}`)].join(" · ");
}
