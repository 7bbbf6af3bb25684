/** The events on the part of the map that is seen, as rows: the same in words. */

import { getItems } from "../api/calls";
import type { Bounds, FeatureCollection, GeoFeature } from "../api/types";
import { t } from "../i18n";
import { now } from "../time/now";
import { exact, short } from "../time/town-time";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { ShapeMark } from "../ui/shape-mark";
import { useSettled } from "../ui/text-input";
import { select, toggleLayer, useLive } from "./state";

const LAYER = "events";
const MOST_ROWS = 100;

type EventFields = {
  readonly number: string;
  readonly category_name: string;
  readonly title: string;
  readonly severity: 1 | 2 | 3;
  readonly department: string;
  readonly reported_at: string;
};
type EventFeature = GeoFeature<EventFields>;
const SEVERITY_SHAPES = { 1: "circle", 2: "diamond", 3: "triangle" } as const;

export function Events() {
  const live = useLive();
  const bounds = useSettled(live.bounds.value);
  const parameters = live.filters.value[LAYER] ?? {};
  const offered = live.layers.some(({ name }) => name === LAYER);
  return (
    <>
      {offered && !live.shown.value.includes(LAYER) && <LayerOff />}
      {bounds && <Seen key="seen" bounds={bounds} question={JSON.stringify([bounds, parameters])} />}
    </>
  );
}

function LayerOff() {
  const live = useLive();
  return (
    <div class="hint">
      <span>{t("events.off")}</span>
      <button type="button" class="button" onClick={() => toggleLayer(live, LAYER, true)}>
        {t("events.turn_on")}
      </button>
    </div>
  );
}

function Seen({ bounds, question }: { readonly bounds: Bounds; readonly question: string }) {
  const live = useLive();
  const parameters = live.filters.peek()[LAYER] ?? {};
  const seen = useResource<FeatureCollection<EventFields>>(question, (signal) =>
    getItems(LAYER, bounds, parameters, MOST_ROWS, { signal }),
  );
  return (
    <Faces of={seen} empty={({ features }) => (features.length === 0 ? <NoneSeen /> : null)}>
      {({ features, numberMatched }) => (
        <>
          <p class="muted count">
            {t("events.in_view", { count: numberMatched })}
            {features.length < numberMatched && ` · ${t("events.shown", { count: features.length })}`}
          </p>
          <ul class="rows">
            {features.map((feature) => (
              <EventRow key={feature.properties.number} feature={feature} />
            ))}
          </ul>
        </>
      )}
    </Faces>
  );
}

function NoneSeen() {
  const live = useLive();
  const widen = () => live.town.bounds && live.map.value?.fit(live.town.bounds);
  return (
    <>
      <p>{t("events.none")}</p>
      <button type="button" class="button" onClick={widen}>
        {t("events.widen")}
      </button>
    </>
  );
}

function EventRow({ feature }: { readonly feature: EventFeature }) {
  const live = useLive();
  const { number, title, severity, category_name, department, reported_at } = feature.properties;
  const thing = live.selected.value?.thing;
  const chosen = thing?.layer === LAYER && thing.id === number;
  const reported = new Date(reported_at);
  const show = () => {
    if (feature.geometry.type !== "Point") return;
    const [lon, lat] = feature.geometry.coordinates as [number, number];
    select(live, { lon, lat, thing: { layer: LAYER, id: number } }, "events");
    live.map.value?.approach([lon, lat], 16);
  };
  return (
    <li>
      <button type="button" class="row" aria-pressed={chosen} onClick={show}>
        <span class="row-head">
          <ShapeMark shape={SEVERITY_SHAPES[severity]} colour={`severity-${severity}`} />
          <span class="heard">{t(`severity.${severity}`)}</span> {title}
        </span>
        <span class="muted">
          {category_name} · {department} ·{" "}
          <time dateTime={reported_at} title={exact(reported, live.town.time_zone)}>
            {short(reported, now.peek(), live.town.time_zone)}
          </time>
        </span>
      </button>
    </li>
  );
}
