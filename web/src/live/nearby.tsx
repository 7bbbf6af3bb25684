/** What stands next to the selected place, from the point layers that are on. */

import { getItems } from "../api/calls";
import type { Layer } from "../api/layer";
import type { Bounds, GeoFeature, Properties } from "../api/types";
import { pick, t } from "../i18n";
import type { Shown } from "../map/town-map";
import { Faces } from "../ui/faces";
import { distance } from "../ui/measure";
import { useResource } from "../ui/resource";
import { identified } from "./identify";
import type { Selected } from "./permalink";
import { useLive } from "./state";

/** As near as a finger points. */
const REACH_PX = 20;
const LEAST_REACH_M = 10;
const MOST_PER_LAYER = 10;
const METRES_PER_DEGREE = 111_320;

type Found = { readonly layer: Layer; readonly features: readonly GeoFeature<Properties>[] };

export function Nearby({ place }: { readonly place: Selected }) {
  const live = useLive();
  const points = live.drawn.value.filter(
    ({ layer }) => layer.kind === "point" && reaches(layer, live.view.value?.zoom),
  );
  const reachM = Math.max(LEAST_REACH_M, REACH_PX * (live.map.peek()?.metresPerPixel() ?? 1));
  const question = JSON.stringify([place, points.map((shown) => [shown.layer.name, shown.parameters])]);
  const found = useResource(question, (signal) => findAround(place, reachM, points, signal));
  if (points.length === 0) return null;
  return (
    <section aria-label={t("here.nearby")}>
      <h3>{t("here.nearby")}</h3>
      <Faces
        of={found}
        empty={(all) => (all.length === 0 ? t("here.nearby_none", { distance: distance(reachM) }) : null)}
      >
        {(all) => (
          <ul class="rows">
            {all.flatMap(({ layer, features }) =>
              features.map((feature) => (
                <NearbyRow key={`${layer.name}-${feature.id}`} layer={layer} feature={feature} />
              )),
            )}
          </ul>
        )}
      </Faces>
    </section>
  );
}

function NearbyRow({ layer, feature }: { readonly layer: Layer; readonly feature: GeoFeature<Properties> }) {
  const { time_zone } = useLive().town;
  const [first, ...others] = identified(layer, feature.properties, time_zone);
  return (
    <li class="row">
      <span class="row-head">
        {first?.value} <span class="muted">{pick(layer.title)}</span>
      </span>
      {others.map(({ title, value }) => (
        <span key={title} class="muted">
          {title} {value}
        </span>
      ))}
    </li>
  );
}

function reaches(layer: Layer, zoom: number | undefined): boolean {
  return zoom !== undefined && zoom >= layer.minzoom;
}

async function findAround(place: Selected, reachM: number, points: readonly Shown[], signal: AbortSignal) {
  const box = boxAround(place, reachM);
  const all = await Promise.all(
    points.map(async ({ layer, parameters }): Promise<Found> => {
      const { features } = await getItems(layer.name, box, parameters, MOST_PER_LAYER, { signal });
      return { layer, features };
    }),
  );
  return all.filter(({ features }) => features.length > 0);
}

function boxAround({ lon, lat }: Selected, reachM: number): Bounds {
  const dLat = reachM / METRES_PER_DEGREE;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  return [lon - dLon, lat - dLat, lon + dLon, lat + dLat];
}
