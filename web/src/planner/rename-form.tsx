/** Gives the chosen grid another name. */

import { useState } from "preact/hooks";
import { t } from "../i18n";
import { makeEdit } from "./edits";
import { usePlanner } from "./state";

export function RenameForm() {
  const { chosen, partition } = usePlanner();
  const [code] = chosen.value;
  const grid = code === undefined ? undefined : partition.value?.grids.get(code);
  if (grid === undefined) return null;
  return <NameForm key={`${grid.code} ${grid.name}`} code={grid.code} name={grid.name} />;
}

function NameForm({ code, name }: { readonly code: string; readonly name: string }) {
  const planner = usePlanner();
  const [text, setText] = useState(name);
  const wanted = text.trim();
  const ready = wanted !== "" && wanted !== name && !planner.busy.value;
  const apply = (event: Event) => {
    event.preventDefault();
    if (ready) void makeEdit(planner, { kind: "rename", code, name: wanted });
  };
  return (
    <form class="plan-form" onSubmit={apply}>
      <label>
        <span>{t("plan.name_of", { code })}</span>
        <input value={text} maxLength={60} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div class="plan-buttons">
        <button type="submit" class="button primary" disabled={!ready}>
          {t("plan.tool_rename")}
        </button>
      </div>
    </form>
  );
}
