/** The coarse map: grids as they would be, their outlines of before dashed; a click names a grid and a place. */

import type { OnShow } from "../api/announcement";
import { t } from "../i18n";
import { planOf, type Spot } from "./plan";

type Props = {
  readonly shown: OnShow;
  readonly chosen: string | null;
  readonly spot: Spot | null;
  pick(grid: string | null, spot: Spot): void;
};

const DOT = 9;

export function PublicMap({ shown, chosen, spot, pick }: Props) {
  const plan = planOf(shown);
  if (plan === null) return null;
  const click = (event: MouseEvent) => {
    const map = event.currentTarget as SVGSVGElement;
    const box = map.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * plan.width;
    const y = ((event.clientY - box.top) / box.height) * plan.height;
    const code = (event.target as SVGElement).getAttribute("data-code");
    pick(code, plan.spotAt(x, y));
  };
  const dot = spot && plan.pointOf(spot);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the form below chooses a grid by keys
    <svg
      class="public-map"
      role="img"
      aria-label={t("announcement.map")}
      viewBox={`0 0 ${plan.width} ${plan.height}`}
      onClick={click}
    >
      <path class="around" d={plan.pathOf(shown.around)} />
      {shown.grids.map(({ code, name, after }) => (
        <path
          key={code}
          class={code === chosen ? "after chosen" : "after"}
          data-code={code}
          d={plan.pathOf(after)}
          fill-rule="evenodd"
        >
          <title>{`${code} ${name}`}</title>
        </path>
      ))}
      {shown.grids.map(({ code, before }) => (
        <path key={code} class="before" d={plan.pathOf(before)} />
      ))}
      {dot && <circle class="spot" cx={dot[0]} cy={dot[1]} r={DOT} />}
    </svg>
  );
}
