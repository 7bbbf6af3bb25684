/** The map of the planner's page, with what floats on it. */

import { X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { DraftMap } from "../map/draft-map";
import { steeredByKeys } from "../ui/steering";
import { ZoomCorner } from "../ui/zoom-corner";
import { showWhole } from "./bounds";
import { CompareCorner } from "./compare-corner";
import { inWords } from "./edits";
import { finish } from "./finish";
import { followMap } from "./follow-map";
import { dragTo, drop, hoverAt, pointAt, tapHandle } from "./gestures";
import { MAP_ID, pressedOnMap } from "./keys";
import { LiveFacts } from "./live-facts";
import { type Planner, usePlanner } from "./state";
import { toolOf } from "./tools";

export function MapView() {
  const planner = usePlanner();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => openMap(planner, element.current as HTMLElement), [planner]);
  const under = planner.draft.value !== null && planner.swipe.value === null;
  const draws = planner.draft.value !== null && toolOf(planner.tool.value).clicks === "draw";
  return (
    <div class={`map-box${draws ? " drawing" : ""}${under ? " under" : ""}`}>
      <div
        id={MAP_ID}
        ref={element}
        class="map"
        role="application"
        aria-label={t("plan.map")}
        onKeyDown={(event) => pressedOnMap(planner, event)}
      />
      <div class="crosshair" aria-hidden="true" />
      <SaidBar />
      <CompareCorner />
      <LiveFacts />
      <ZoomCorner zoomBy={(steps) => planner.map.value?.zoomBy(steps)} whole={() => showWhole(planner)} />
      <Attribution />
    </div>
  );
}

/** Make the map and follow the signals; returns what takes it down again. */
function openMap(planner: Planner, element: HTMLElement): () => void {
  const map = new DraftMap(element, planner.town.basemap, {
    onMove: (view) => {
      planner.view.value = view;
      if (steeredByKeys() && document.activeElement === element) hoverAt(planner, [view.lon, view.lat]);
    },
    onHover: (place) => hoverAt(planner, place),
    onPoint: (place, more) => pointAt(planner, place, more),
    onDouble: () => void finish(planner),
    onDrag: (handle, place) => dragTo(planner, handle, place),
    onDrop: () => drop(planner),
    onTap: (handle) => tapHandle(planner, handle),
    onCancel: () => {
      planner.pending.value = null;
    },
  });
  map.open(planner.view.value, planner.town.bounds);
  planner.map.value = map;
  const observer = new ResizeObserver(() => map.resized());
  observer.observe(element);
  const stop = followMap(planner, map);
  return () => {
    observer.disconnect();
    stop();
    planner.map.value = null;
    map.remove();
  };
}

/** What the service said of the last edit, in its own sentence. */
function SaidBar() {
  const { said } = usePlanner();
  if (said.value === null) return null;
  const { tone, sentence } = said.value;
  const close = () => {
    said.value = null;
  };
  return (
    <div class={`said ${tone}`}>
      <span>
        {tone === "refused" && <strong>{t("plan.refused")} </strong>}
        {inWords(sentence)}
      </span>
      <button type="button" title={t("keys.close")} aria-label={t("keys.close")} onClick={close}>
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

function Attribution() {
  const { basemap } = usePlanner().town;
  return basemap.kind === "layers" ? null : <div class="attribution">{basemap.attribution}</div>;
}
