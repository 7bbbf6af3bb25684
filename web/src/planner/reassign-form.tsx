/** Gives the chosen grids to another village or squad. */

import { useState } from "preact/hooks";
import type { Code } from "../api/types";
import { t } from "../i18n";
import { makeEdit } from "./edits";
import { usePlanner } from "./state";

export function ReassignForm() {
  const planner = usePlanner();
  const { chosen, draft, busy } = planner;
  const [village, setVillage] = useState("");
  const [squad, setSquad] = useState("");
  const ready = chosen.value.length > 0 && (village !== "" || squad !== "") && !busy.value;
  const apply = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    const codes = chosen.value;
    void makeEdit(planner, { kind: "reassign", codes, village: village || null, squad: squad || null });
  };
  return (
    <form class="plan-form" onSubmit={apply}>
      <p>{t("plan.chosen", { count: chosen.value.length })}</p>
      <div class="plan-pair">
        <Choice
          label={t("kind.village")}
          of={draft.value?.villages ?? []}
          value={village}
          choose={setVillage}
        />
        <Choice label={t("kind.squad")} of={draft.value?.squads ?? []} value={squad} choose={setSquad} />
      </div>
      <div class="plan-buttons">
        <button type="submit" class="button primary" disabled={!ready}>
          {t("plan.tool_reassign")}
        </button>
      </div>
    </form>
  );
}

type Props = {
  readonly label: string;
  readonly of: readonly Code[];
  readonly value: string;
  choose(code: string): void;
};

function Choice({ label, of, value, choose }: Props) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t("plan.as_it_is")}</option>
        {of.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
