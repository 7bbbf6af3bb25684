/** What the draft changes in work terms: before and after for grids, villages, squads and people. */

import { useState } from "preact/hooks";
import type { Impact, ImpactRow, Work } from "../api/draft-types";
import { getImpact } from "../api/drafts";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { signed } from "./live-facts";
import { PostsPart } from "./posts-part";
import { usePlanner } from "./state";

const GROUPS = ["grid", "village", "squad", "person"] as const;
const FIGURES = [
  "households",
  "enterprises",
  "components",
  "events",
  "open_events",
  "patrol_m",
  "visits",
] as const;

export function ImpactTab() {
  const { draft } = usePlanner();
  const { id = 0, revision = 0 } = draft.value ?? {};
  const impact = useResource(`impact ${id} ${revision}`, (signal) => getImpact(id, { signal }));
  return (
    <>
      <Faces of={impact} empty={({ rows }) => (rows.length === 0 ? <p>{t("plan.no_impact")}</p> : null)}>
        {(found) => (
          <>
            <Moved impact={found} />
            <Groups rows={found.rows} />
          </>
        )}
      </Faces>
      <PostsPart />
    </>
  );
}

function Moved({ impact }: { readonly impact: Impact }) {
  const { moved, people } = impact;
  return (
    <section>
      <h3>{t("plan.moved")}</h3>
      <dl class="moved">
        {FIGURES.map((figure) => (
          <div key={figure}>
            <dt>{t(`plan.figure_${figure}`)}</dt>
            <dd>{moved[figure]}</dd>
          </div>
        ))}
        <div>
          <dt>{t("plan.figure_people")}</dt>
          <dd>{people}</dd>
        </div>
      </dl>
      <p class="muted">{t("plan.patrols_of", { days: impact.patrol_days })}</p>
    </section>
  );
}

function Groups({ rows }: { readonly rows: readonly ImpactRow[] }) {
  const [group, setGroup] = useState<(typeof GROUPS)[number]>("grid");
  const shown = rows.filter(({ by }) => by === group);
  return (
    <>
      <div class="views">
        {GROUPS.map((one) => (
          <button key={one} type="button" aria-pressed={one === group} onClick={() => setGroup(one)}>
            {t(`kind.${one}`)}
          </button>
        ))}
      </div>
      {shown.length === 0 ? <p class="empty">{t("plan.no_impact_group")}</p> : <Table rows={shown} />}
    </>
  );
}

function Table({ rows }: { readonly rows: readonly ImpactRow[] }) {
  return (
    <table class="plan-table">
      <caption class="heard">{t("plan.tab_impact")}</caption>
      <thead>
        <tr>
          {FIGURES.map((figure) => (
            <th key={figure} scope="col">
              {t(`plan.figure_${figure}`)}
            </th>
          ))}
          <th scope="col">{t("plan.load")}</th>
        </tr>
      </thead>
      {rows.map(({ by, code, name, before, after }) => (
        <tbody key={`${by} ${code}`}>
          <tr>
            <th scope="rowgroup" colSpan={FIGURES.length + 1} class="of">
              {by === "person" || name === code ? name : `${code} ${name}`}
            </th>
          </tr>
          <tr>
            {FIGURES.map((figure) => (
              <Cell key={figure} before={before} after={after} figure={figure} decimals={0} />
            ))}
            <Cell before={before} after={after} figure="load" decimals={2} />
          </tr>
        </tbody>
      ))}
    </table>
  );
}

type CellProps = {
  readonly before: Work;
  readonly after: Work;
  readonly figure: keyof Work;
  readonly decimals: number;
};

/** What will be, and by how much that differs. */
function Cell({ before, after, figure, decimals }: CellProps) {
  const difference = after[figure] - before[figure];
  return (
    <td>
      {after[figure].toFixed(decimals)}
      <span class="muted">{difference === 0 ? "" : signed(difference, decimals)}</span>
    </td>
  );
}
