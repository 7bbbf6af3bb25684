/** Who on duty is nearest to the selected place, as the crow flies, over the last positions known. */

import { t } from "../i18n";
import { groundDistanceM } from "../map/ground-distance";
import { now } from "../time/now";
import { distance } from "../ui/measure";
import { type Duty, fits, rowOf, serverNow } from "./duty";
import { DutyListRow, Heard } from "./duty-row";
import type { Selected } from "./permalink";

const MOST = 5;

/** Of those the filter wants; who is lost is not sent anywhere. */
export function nearest(duty: Duty, place: Pick<Selected, "lon" | "lat">, nowMs: number) {
  const rows = Array.from(duty.newest.values(), (position) => rowOf(duty, position, nowMs));
  return rows
    .filter((row) => row.state !== "lost" && fits(row, duty.filter.value))
    .map((row) => {
      const { lon, lat } = row.position;
      return { row, awayM: groundDistanceM([place.lon, place.lat], [lon, lat]) };
    })
    .sort((one, other) => one.awayM - other.awayM)
    .slice(0, MOST);
}

export function Nearest({ duty, place }: { readonly duty: Duty; readonly place: Selected }) {
  duty.changed.value;
  now.value;
  const found = nearest(duty, place, serverNow(duty));
  return (
    <section aria-label={t("duty.nearest")}>
      <h3>{t("duty.nearest")}</h3>
      {found.length === 0 && <p class="muted">{t("duty.nearest_none")}</p>}
      <ul class="rows">
        {found.map(({ row, awayM }) => (
          <DutyListRow
            key={row.position.person}
            duty={duty}
            row={row}
            chosen={false}
            aside={
              <>
                {distance(awayM)} · <Heard duty={duty} atMs={row.position.atMs} />
              </>
            }
          />
        ))}
      </ul>
    </section>
  );
}
