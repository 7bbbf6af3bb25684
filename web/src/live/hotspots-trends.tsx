/** How each grid that was hot goes, by spans of thirty days. */

import { type GridTrend, getTrends } from "../api/hotspots";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { select, useLive } from "./state";

const LAYER = "trend";
const ZOOM = 15;

export function TrendList() {
  const seen = useResource("trends", getTrends);
  return (
    <Faces of={seen} empty={({ rows }) => (rows.length === 0 ? <p>{t("hot.none_trends")}</p> : null)}>
      {({ rows }) => (
        <>
          <p class="muted count">{t("hot.trends", { count: rows.length })}</p>
          <ul class="rows">
            {rows.map((row) => (
              <TrendRow key={row.code} row={row} />
            ))}
          </ul>
        </>
      )}
    </Faces>
  );
}

function TrendRow({ row }: { readonly row: GridTrend }) {
  const live = useLive();
  const { lon, lat, code, name, events, hot, trend } = row;
  const thing = live.selected.value?.thing;
  const show = () => {
    select(live, { lon, lat, thing: { layer: LAYER, id: code } }, "hotspots");
    live.map.value?.approach([lon, lat], ZOOM);
  };
  const figures = {
    total: events.reduce((sum, one) => sum + one, 0),
    hot: hot.filter((was) => was).length,
    last: events[events.length - 1] ?? 0,
  };
  return (
    <li>
      <button
        type="button"
        class="row"
        aria-pressed={thing?.layer === LAYER && thing.id === code}
        onClick={show}
      >
        <span class="row-head">
          {name}
          <span class="hot-trend">{t(`hot.trend_${trend}`)}</span>
        </span>
        <span class="muted">{t("hot.grid_figures", figures)}</span>
      </button>
    </li>
  );
}
