/** One chosen grid: what it holds, and its borders to take in hand. */

import { t } from "../i18n";
import type { Arc } from "../map/partition/arc";
import { isOutline, lengthM, vertexCount } from "../map/partition/arc";
import { areaM2 } from "../map/partition/areas";
import { arcsOf, neighbour } from "../map/partition/partition";
import { area, distance, mu } from "../ui/measure";
import { SquadMark } from "../ui/squad-mark";
import { boundsOf } from "./bounds";
import { chooseBorder, stepVertex } from "./gestures";
import { type Planner, usePlanner } from "./state";

export function GridCard({ code }: { readonly code: string }) {
  const { partition, draft } = usePlanner();
  const grid = partition.value?.grids.get(code);
  if (grid === undefined || partition.value === null) return null;
  // a dedicated grid lies over the others and has no border among them
  const m2 = grid.kind === "dedicated" ? grid.area_m2 : areaM2(partition.value, code);
  const village = draft.value?.villages.find((one) => one.code === grid.parent)?.name ?? grid.parent;
  const squad = draft.value?.squads.find((one) => one.code === grid.squad);
  const facts = [
    [t("kind.village"), village],
    [t("plan.area"), `${area(m2)} · ${mu(m2)}`],
    [t("plan.households_name"), grid.households],
    [t("plan.events_name"), grid.events],
    [t("plan.load"), grid.load.toFixed(2)],
  ] as const;
  return (
    <section class="grid-card">
      <h3>
        {grid.code} {grid.name !== grid.code && grid.name}
      </h3>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {squad && (
          <div>
            <dt>{t("kind.squad")}</dt>
            <dd>
              <SquadMark squad={squad} />
            </dd>
          </div>
        )}
      </dl>
      <Borders code={code} />
    </section>
  );
}

function Borders({ code }: { readonly code: string }) {
  const planner = usePlanner();
  const { partition, border } = planner;
  if (partition.value === null) return null;
  const arcs = arcsOf(partition.value, code);
  if (arcs.length === 0) return null;
  return (
    <>
      <h4>{t("plan.borders")}</h4>
      <ul class="borders">
        {arcs.map((arc) => (
          <li key={`${arc.mm[0]},${arc.mm[1]},${arc.mm.length}`}>
            <button
              type="button"
              class="button"
              aria-pressed={arc === border.value}
              disabled={isOutline(arc)}
              onClick={() => takeInHand(planner, arc)}
            >
              {words(arc, code)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function words(arc: Arc, code: string): string {
  const other = neighbour(arc, code);
  const facts = t("plan.border_facts", { length: distance(lengthM(arc)), count: vertexCount(arc) });
  return `${other === null ? t("plan.outside") : other.slice(-6)} · ${facts}`;
}

/** Bring a border into view with its first vertex in hand, so that keys go on from there. */
function takeInHand(planner: Planner, arc: Arc): void {
  chooseBorder(planner, arc);
  const bounds = boundsOf([arc]);
  if (bounds) planner.map.value?.fit(bounds);
  stepVertex(planner, 1);
  planner.map.value?.focus();
}
