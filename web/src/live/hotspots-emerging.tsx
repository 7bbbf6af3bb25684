/** The hot spots of the last weeks: a click flies there and says what is known and what to do. */

import { getHotspots, type Hotspot } from "../api/hotspots";
import { pick, t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { select, toggleLayer, useLive } from "./state";

const LAYER = "hotspots";
const ZOOM = 16;

export function EmergingList() {
  const seen = useResource("hotspots", getHotspots);
  return (
    <Faces of={seen} empty={({ rows }) => (rows.length === 0 ? <p>{t("hot.none")}</p> : null)}>
      {({ rows }) => (
        <>
          <p class="muted count">{t("hot.found", { count: rows.length })}</p>
          <ul class="rows">
            {rows.map((row) => (
              <HotspotRow key={idOf(row)} row={row} />
            ))}
          </ul>
        </>
      )}
    </Faces>
  );
}

function HotspotRow({ row }: { readonly row: Hotspot }) {
  const live = useLive();
  const thing = live.selected.value?.thing;
  const chosen = thing?.layer === LAYER && thing.id === idOf(row);
  const { lon, lat, place, observed, expected, since, trend } = row;
  const show = () => {
    select(live, { lon, lat, thing: { layer: LAYER, id: idOf(row) } }, "hotspots");
    const offered = live.layers.some(({ name }) => name === LAYER);
    if (offered && !live.shown.peek().includes(LAYER)) toggleLayer(live, LAYER, true);
    live.map.value?.approach([lon, lat], ZOOM);
  };
  return (
    <li>
      <button type="button" class="row" aria-expanded={chosen} onClick={show}>
        <span class="row-head">
          {place === null ? t("hot.somewhere") : t("hot.near", { place })}
          {trend && <span class="hot-trend">{t(`hot.trend_${trend}`)}</span>}
        </span>
        <span class="muted">{t("hot.figures", { observed, expected, since })}</span>
      </button>
      {chosen && <Words row={row} />}
    </li>
  );
}

function Words({ row }: { readonly row: Hotspot }) {
  return (
    <div class="hot-words" role="status">
      <p>{pick(row)}</p>
      {row.advice.length > 0 && <h3>{t("hot.advice")}</h3>}
      <ul>
        {row.advice.map((one) => (
          <li key={one.row}>{pick(one)}</li>
        ))}
      </ul>
    </div>
  );
}

/** Where it lies names it: no two of one answer overlap. */
function idOf({ lon, lat }: Hotspot): string {
  return `${lon.toFixed(6)},${lat.toFixed(6)}`;
}
