/** Which grid passed how much to which: the list of changes against the edition in force. */

import type { Lineage } from "../api/draft-types";
import { getChanges } from "../api/drafts";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { area } from "../ui/measure";
import { useResource } from "../ui/resource";
import { showGrids } from "./bounds";
import { chooseGrid } from "./gestures";
import { usePlanner } from "./state";

export function ChangesTab() {
  const { draft } = usePlanner();
  const { id = 0, revision = 0 } = draft.value ?? {};
  const changes = useResource(`changes ${id} ${revision}`, (signal) => getChanges(id, { signal }));
  return (
    <Faces of={changes} empty={({ rows }) => (rows.length === 0 ? <p>{t("plan.no_changes")}</p> : null)}>
      {({ rows }) => <Table rows={[...rows].sort(keptLast)} />}
    </Faces>
  );
}

function keptLast(a: Lineage, b: Lineage): number {
  return Number(a.old === a.new) - Number(b.old === b.new);
}

function Table({ rows }: { readonly rows: readonly Lineage[] }) {
  const planner = usePlanner();
  const show = (code: string) => {
    chooseGrid(planner, code, false);
    showGrids(planner, [code]);
  };
  return (
    <table class="plan-table">
      <caption class="heard">{t("plan.tab_changes")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("plan.area")}</th>
          <th scope="col">{t("plan.figure_households")}</th>
          <th scope="col">{t("plan.figure_events")}</th>
        </tr>
      </thead>
      {rows.map((row) => (
        <tbody key={`${row.old} ${row.new}`}>
          <tr>
            <th scope="rowgroup" colSpan={3} class="of">
              <button type="button" class="link" onClick={() => show(row.new)}>
                {row.old === row.new ? t("plan.kept", { code: row.old }) : `${row.old} → ${row.new}`}
              </button>
            </th>
          </tr>
          <tr>
            <td>{area(row.area_m2)}</td>
            <td>{row.households}</td>
            <td>{row.events}</td>
          </tr>
        </tbody>
      ))}
    </table>
  );
}
