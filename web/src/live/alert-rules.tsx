/** The rules there are, switched on and off, and a new one for the selected grid. */

import { type AlertRule, deleteRule, getRules, switchRule } from "../api/alert-rules";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { AlertRuleForm } from "./alert-rule-form";
import { blankRuling, type Ruling } from "./ruling";
import { useLive } from "./state";

export function AlertRules() {
  const live = useLive();
  const rules = useResource("rules", (signal) => getRules({ signal }));
  const ruling = live.ruling.value;
  const grid = live.grid.value;
  const set = (next: Ruling | null) => {
    live.ruling.value = next;
  };
  const made = () => {
    set(null);
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
      {ruling === null ? (
        <button type="button" class="button" onClick={() => set(blankRuling(grid))}>
          {grid === null ? t("rules.new_any") : t("rules.new", { grid })}
        </button>
      ) : (
        <AlertRuleForm ruling={ruling} set={set} made={made} />
      )}
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
