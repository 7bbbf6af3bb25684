/** Squares that are hot all the time, by residents or by hours of patrols. */

import { useEffect, useState } from "preact/hooks";
import { getStanding, type HotSquare, type Per, type Unit } from "../api/hotspots";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { select, useLive } from "./state";

const LAYER = "standing";
const ZOOM = 16;
const PERS: readonly Per[] = ["residents", "patrol"];

export function StandingList() {
  const [per, setPer] = useState<Per>("residents");
  const seen = useResource(`standing ${per}`, (signal) => getStanding(per, signal));
  return (
    <>
      <label class="hot-per">
        <span>{t("hot.per")}</span>
        <select value={per} onChange={(event) => setPer(event.currentTarget.value as Per)}>
          {PERS.map((one) => (
            <option key={one} value={one}>
              {t(`hot.per_${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Faces of={seen} empty={({ rows }) => (rows.length === 0 ? <p>{t("hot.none_standing")}</p> : null)}>
        {({ rows, unit, days, tested }) => (
          <>
            <p class="muted count">{t("hot.standing", { count: rows.length, tested, days })}</p>
            <ul class="rows">
              {rows.map((row) => (
                <SquareRow key={String(row.ring[0])} row={row} unit={unit} />
              ))}
            </ul>
          </>
        )}
      </Faces>
    </>
  );
}

function SquareRow({ row, unit }: { readonly row: HotSquare; readonly unit: Unit }) {
  const live = useLive();
  const [lon, lat] = middleOf(row);
  const id = `${lon.toFixed(6)},${lat.toFixed(6)}`;
  const chosen = live.selected.value?.thing?.id === id;
  useEffect(() => {
    const selection = chosen ? live.map.peek()?.selection : undefined;
    selection?.outline({ type: "Polygon", coordinates: [row.ring.map(([x, y]) => [x, y])] });
    return () => selection?.outline(null);
  }, [live, chosen, row]);
  const show = () => {
    select(live, { lon, lat, thing: { layer: LAYER, id } }, "hotspots");
    live.map.value?.approach([lon, lat], ZOOM);
  };
  return (
    <li>
      <button type="button" class="row" aria-pressed={chosen} onClick={show}>
        <span class="row-head">{row.grid_name ?? t("hot.no_grid")}</span>
        <span class="muted">
          {t(`hot.square_${unit}`, { events: row.events, rate: row.rate.toPrecision(2), p: chance(row.p) })}
        </span>
      </button>
    </li>
  );
}

function middleOf({ ring }: HotSquare): [lon: number, lat: number] {
  const [a, , c] = ring as [readonly [number, number], unknown, readonly [number, number]];
  return [(a[0] + c[0]) / 2, (a[1] + c[1]) / 2];
}

function chance(p: number): string {
  return `${Number((p * 100).toPrecision(2))}%`;
}
