/** Figures that change under the hand: areas and loads of the grids, length and area of what is drawn. */

import { t } from "../i18n";
import { lineLengthM, ringAreaM2 } from "../map/partition/areas";
import type { Estimate } from "../map/partition/preview";
import { area, distance, mu } from "../ui/measure";
import { usePlanner } from "./state";

export function LiveFacts() {
  const { estimates, line } = usePlanner();
  if (estimates.value.length > 0) return <Changing rows={estimates.value} />;
  return line.value.length > 0 ? <Drawn /> : null;
}

function Changing({ rows }: { readonly rows: readonly Estimate[] }) {
  return (
    <table class="live-facts">
      <caption class="heard">{t("plan.changing")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("kind.grid")}</th>
          <th scope="col">{t("plan.area")}</th>
          <th scope="col">{t("plan.load_estimate")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ code, beforeM2, afterM2, loadBefore, loadAfter }) => (
          <tr key={code}>
            <th scope="row">{code.slice(-6)}</th>
            <td>
              {area(afterM2)} <span class="muted">{signed(afterM2 - beforeM2, 0)} m²</span>
            </td>
            <td>
              {loadAfter.toFixed(2)} <span class="muted">{signed(loadAfter - loadBefore, 2)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** With its sign, also a minus that rounds to nothing. */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return "±0";
  return `${value < 0 ? "−" : "+"}${text}`;
}

function Drawn() {
  const { line, cursor, plane, tool } = usePlanner();
  if (plane.value === null) return null;
  const shown = cursor.value ? [...line.value, cursor.value.place] : line.value;
  const points = shown.map(plane.value.toMm);
  const m2 = ringAreaM2(points);
  const rings = tool.value === "measure" || tool.value === "transfer";
  return (
    <dl class="live-facts">
      <div>
        <dt>{t("plan.length")}</dt>
        <dd>{distance(lineLengthM(points))}</dd>
      </div>
      {rings && m2 > 0 && (
        <div>
          <dt>{t("plan.area")}</dt>
          <dd>
            {Math.round(m2)} m² · {mu(m2)} · {area(m2)}
          </dd>
        </div>
      )}
    </dl>
  );
}
