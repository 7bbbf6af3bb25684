/** The grids of the draft as a list; the chosen ones first, with their borders to take in hand. */

import { useState } from "preact/hooks";
import type { Grid } from "../api/draft-types";
import { t } from "../i18n";
import type { Partition } from "../map/partition/partition";
import { area } from "../ui/measure";
import { useComposedInput } from "../ui/text-input";
import { showGrids } from "./bounds";
import { chooseGrid } from "./gestures";
import { GridCard } from "./grid-card";
import { usePlanner } from "./state";
import { toolOf } from "./tools";

const SHOWN_AT_ONCE = 60;

export function GridsTab() {
  const { partition, chosen } = usePlanner();
  const [wanted, input] = useComposedInput("");
  const [limit, setLimit] = useState(SHOWN_AT_ONCE);
  if (partition.value === null) return null;
  const found = matching(partition.value, wanted.trim());
  return (
    <>
      {chosen.value.map((code) => (
        <GridCard key={code} code={code} />
      ))}
      <input
        class="find"
        type="search"
        aria-label={t("plan.find_grid")}
        placeholder={t("plan.find_grid")}
        {...input}
      />
      <p class="count muted">{t("plan.grids", { count: found.length })}</p>
      {found.length === 0 && <p class="empty">{t("plan.no_grids")}</p>}
      <ul class="rows">
        {found.slice(0, limit).map((grid) => (
          <Row key={grid.code} grid={grid} />
        ))}
      </ul>
      {found.length > limit && (
        <button type="button" class="button more" onClick={() => setLimit(limit + SHOWN_AT_ONCE)}>
          {t("plan.more", { count: Math.min(SHOWN_AT_ONCE, found.length - limit) })}
        </button>
      )}
    </>
  );
}

function matching({ grids }: Partition, wanted: string): readonly Grid[] {
  const all = [...grids.values()];
  if (wanted === "") return all;
  return all.filter(({ code, name }) => code.includes(wanted) || name.includes(wanted));
}

function Row({ grid }: { readonly grid: Grid }) {
  const planner = usePlanner();
  const { chosen, draft, tool } = planner;
  const { code, name, parent, kind, area_m2, households, load } = grid;
  const village = draft.value?.villages.find((one) => one.code === parent)?.name ?? parent;
  const choose = (event: MouseEvent) => {
    const { clicks } = toolOf(tool.value);
    const more = event.shiftKey || clicks === "toggle" || tool.value === "transfer";
    chooseGrid(planner, code, more);
    showGrids(planner, [code]);
  };
  return (
    <li>
      <button type="button" class="row" aria-pressed={chosen.value.includes(code)} onClick={choose}>
        <span class="row-head">
          <span class="aside">
            {kind === "dedicated" ? t("plan.dedicated") : `${t("plan.load")} ${load.toFixed(2)}`}
          </span>
          {code} {name !== code && name}
        </span>
        <span class="muted">
          {village} · {area(area_m2)} · {t("plan.households", { count: households })}
        </span>
      </button>
    </li>
  );
}
