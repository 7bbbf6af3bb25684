/** The map of the live page, with its buttons and what keeps it in step with the rest. */

import { effect } from "@preact/signals";
import { History, Layers } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { returned } from "../api/connection";
import { language, t } from "../i18n";
import { TownMap } from "../map/town-map";
import { theme } from "../ui/theme";
import { ZoomCorner } from "../ui/zoom-corner";
import { CrowdChoice } from "./crowd-choice";
import { followDuty } from "./follow-duty";
import { followSelection } from "./follow-selection";
import { MAP_ID } from "./keys";
import { LayersPanel } from "./layers-panel";
import { pickForRule, sketchOf } from "./ruling";
import { type Live, pickPerson, pickPlace, useLive } from "./state";

export function MapView() {
  const live = useLive();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => openMap(live, element.current as HTMLElement), [live]);
  const pickCentre = (event: KeyboardEvent) => {
    const view = live.view.value;
    if (event.key !== "Enter" || view === null) return;
    event.preventDefault();
    if (!pickForRule(live, [view.lon, view.lat])) pickPlace(live, view.lon, view.lat);
  };
  return (
    <div class="map-box">
      <div
        id={MAP_ID}
        ref={element}
        class="map"
        role="application"
        aria-label={t("map.label")}
        onKeyDown={pickCentre}
      />
      <div class="crosshair" aria-hidden="true" />
      <CrowdChoice />
      <LayersCorner />
      <PlaybackCorner />
      <ZoomCorner zoomBy={(steps) => live.map.value?.zoomBy(steps)} whole={() => showWhole(live)} />
      <Attribution />
    </div>
  );
}

/** Make the map and follow the signals; returns what takes it down again. */
function openMap(live: Live, element: HTMLElement): () => void {
  const map = new TownMap(element, live.town.basemap, {
    onMove: (view) => {
      live.crowd.value = null;
      live.view.value = view;
      live.bounds.value = map.bounds();
    },
    onPick: (place) => {
      if (!pickForRule(live, place)) pickPlace(live, place[0], place[1]);
    },
    onPickMover: ({ id }, place) => {
      if (!pickForRule(live, place)) pickPerson(live, id);
    },
    onCrowd: (people, { x, y }, place) => {
      if (!pickForRule(live, place)) live.crowd.value = { people, x, y };
    },
    onDrag: () => {
      if (live.duty) live.duty.following.value = false;
    },
  });
  map.open(live.view.value, live.town.bounds);
  live.map.value = map;
  const stops = [
    effect(() => {
      returned.value;
      map.show(live.drawn.value, theme.value, language.value);
    }),
    followSelection(live, map),
    effect(() => map.sketch.outline(sketchOf(live.ruling.value))),
    effect(() => map.sketch.mark(live.ruling.value?.corners.slice(-1)[0] ?? null)),
    followSize(element, map),
    ...(live.duty ? [followDuty(live, map, live.duty)] : []),
  ];
  return () => {
    for (const stop of stops) stop();
    live.map.value = null;
    map.remove();
  };
}

function followSize(element: HTMLElement, map: TownMap): () => void {
  const observer = new ResizeObserver(() => map.resized());
  observer.observe(element);
  return () => observer.disconnect();
}

function LayersCorner() {
  const live = useLive();
  const open = live.layersOpen.value;
  const toggle = () => {
    live.layersOpen.value = !open;
  };
  return (
    <div class="corner-layers">
      <button type="button" class="floating" title={t("layers.open")} aria-expanded={open} onClick={toggle}>
        <Layers size={20} aria-hidden="true" />
        {t("layers.title")}
      </button>
      {open && <LayersPanel />}
    </div>
  );
}

function PlaybackCorner() {
  const { playback } = useLive();
  if (playback === null || playback.open.value) return null;
  const open = () => {
    playback.open.value = true;
  };
  return (
    <button type="button" class="floating corner-playback" onClick={open}>
      <History size={20} aria-hidden="true" />
      {t("playback.title")}
    </button>
  );
}

function showWhole({ town, map }: Live): void {
  if (town.bounds) map.value?.fit(town.bounds);
}

function Attribution() {
  const { basemap } = useLive().town;
  return basemap.kind === "layers" ? null : <div class="attribution">{basemap.attribution}</div>;
}
