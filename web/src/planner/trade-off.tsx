/** What a division costs against what it brings: more work that moves to the right, more even downwards. */

import type { Division, Divisions } from "../api/draft-types";
import { t } from "../i18n";

const WIDTH = 300;
const HEIGHT = 132;
const LEFT = 40;
const BOTTOM = 28;
const TOP = 10;
const RIGHT = 14;

type Props = { readonly divisions: Divisions; readonly shown: number };

export function TradeOff({ divisions, shown }: Props) {
  const all = [divisions.today, ...divisions.proposals];
  const most = { moved: Math.max(0.01, ...all.map(movedOf)), spread: Math.max(0.01, ...all.map(spreadOf)) };
  const x = (one: Division) => LEFT + (movedOf(one) / most.moved) * (WIDTH - LEFT - RIGHT);
  const y = (one: Division) => TOP + (1 - spreadOf(one) / most.spread) * (HEIGHT - TOP - BOTTOM);
  const line = all.map((one, index) => `${index === 0 ? "M" : "L"}${x(one)} ${y(one)}`).join("");
  return (
    <svg class="trade-off" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("plan.trade_off")}>
      <path class="axis" d={`M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}`} />
      <text x={LEFT - 4} y={TOP + 4} text-anchor="end">
        {most.spread.toFixed(2)}
      </text>
      <text x={LEFT - 4} y={HEIGHT - BOTTOM + 4} text-anchor="end">
        0
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - BOTTOM + 14} text-anchor="end">
        {t("plan.moves_share", { share: percent(most.moved) })}
      </text>
      <text x={LEFT} y={HEIGHT - BOTTOM + 14}>
        {t("plan.today")}
      </text>
      <path class="path" d={line} />
      {all.map((one, index) => (
        <circle
          key={index === 0 ? "today" : letterOf(index - 1)}
          cx={x(one)}
          cy={y(one)}
          r={index - 1 === shown ? 7 : 4}
          class={index - 1 === shown ? "shown" : ""}
        />
      ))}
    </svg>
  );
}

function movedOf({ kept }: Division): number {
  return 1 - kept;
}

function spreadOf({ spread }: Division): number {
  return spread;
}

export function letterOf(index: number): string {
  return "ABCD"[index] ?? String(index + 1);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}
