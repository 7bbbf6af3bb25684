/** What the live page shows: one set of signals that map, lists and address bar all follow. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ParameterValues } from "../api/calls";
import type { Layer } from "../api/layer";
import type { Bounds, Session, Town } from "../api/types";
import type { Mover } from "../map/mover";
import type { Shown, TownMap, View } from "../map/town-map";
import { type Alerts, createAlerts } from "./alerts";
import { createDuty, DUTY, type Duty } from "./duty";
import type { Filters, Link, Selected, Tab } from "./permalink";
import { createPlayback, type Playback, placeThen } from "./playback-state";
import type { Ruling } from "./ruling";

export type Found = { readonly lon: number; readonly lat: number; readonly grid: string };

export type Crowd = { readonly people: readonly Mover[]; readonly x: number; readonly y: number };

export type Live = {
  readonly session: Session;
  readonly town: Town;
  readonly layers: readonly Layer[];
  readonly map: Signal<TownMap | null>;
  readonly view: Signal<View | null>;
  readonly bounds: Signal<Bounds | null>;
  readonly shown: Signal<readonly string[]>;
  readonly filters: Signal<Filters>;
  /** Who is on duty; null for those who may not see it. */
  readonly duty: Duty | null;
  /** What rings; null for those who may not see who is on duty. */
  readonly alerts: Alerts | null;
  /** What is played back; null for those who may not read tracks. */
  readonly playback: Playback | null;
  readonly selected: Signal<Selected | null>;
  /** Several people under one click, of whom one is to be chosen. */
  readonly crowd: Signal<Crowd | null>;
  /** The alert rule in the making, for which clicks on the map count. */
  readonly ruling: Signal<Ruling | null>;
  /** The grid found at a place that was looked up. */
  readonly found: Signal<Found | null>;
  /** The code of the grid at the selected place, once it is known. */
  readonly grid: ReadonlySignal<string | null>;
  readonly tab: Signal<Tab>;
  readonly panelOpen: Signal<boolean>;
  readonly layersOpen: Signal<boolean>;
  readonly keysOpen: Signal<boolean>;
  readonly drawn: ReadonlySignal<readonly Shown[]>;
};

export function createLive(session: Session, layers: readonly Layer[], link: Link): Live {
  const shown = signal(link.shown ?? layers.filter((layer) => layer.visible).map((layer) => layer.name));
  const filters = signal<Filters>(link.filters);
  const selected = signal(link.selected);
  const found = signal<Found | null>(null);
  const drawn = computed(() =>
    layers
      .filter((layer) => shown.value.includes(layer.name))
      .map((layer) => ({ layer, parameters: filters.value[layer.name] ?? {} })),
  );
  return {
    session,
    town: session.town,
    layers,
    map: signal(null),
    view: signal(link.view),
    bounds: signal(null),
    shown,
    filters,
    duty: createDuty(session, link.duty),
    alerts: createAlerts(session),
    playback: createPlayback(session, link.playback),
    selected,
    crowd: signal(null),
    ruling: signal(null),
    found,
    grid: computed(() => gridAt(found.value, selected.value)),
    tab: signal(link.tab ?? (link.selected ? "here" : "people")),
    panelOpen: signal(true),
    layersOpen: signal(false),
    keysOpen: signal(false),
    drawn,
  };
}

function gridAt(found: Found | null, selected: Selected | null): string | null {
  const same = found !== null && found.lon === selected?.lon && found.lat === selected.lat;
  return same ? found.grid : null;
}

/** Select a place and show what is there. */
export function pickPlace(live: Live, lon: number, lat: number): void {
  select(live, { lon, lat, thing: null }, "here");
}

/** Select somebody where he is, or was at the moment played back. */
export function pickPerson(live: Live, id: number): void {
  const newest = live.duty?.newest.get(id);
  const living = newest && ([newest.lon, newest.lat] as const);
  const place = (live.playback && placeThen(live.playback, id)) ?? living;
  if (!place) return;
  const [lon, lat] = place;
  select(live, { lon, lat, thing: { layer: DUTY, id: String(id) } }, "people");
}

/** Select something of a list or of the map, showing the tab it belongs to. */
export function select(live: Live, selected: Selected, tab: Tab): void {
  live.crowd.value = null;
  live.selected.value = selected;
  live.tab.value = tab;
  live.panelOpen.value = true;
}

export function clearSelection(live: Live): void {
  live.selected.value = null;
}

export function toggleLayer(live: Live, name: string, on: boolean): void {
  const others = live.shown.value.filter((other) => other !== name);
  live.shown.value = on ? [...others, name] : others;
}

export function setFilter(live: Live, layer: string, values: ParameterValues): void {
  const { [layer]: _former, ...others } = live.filters.value;
  live.filters.value = Object.keys(values).length === 0 ? others : { ...others, [layer]: values };
}

const Context = createContext<Live | null>(null);
export const LiveProvider = Context.Provider;

export function useLive(): Live {
  const live = useContext(Context);
  if (live === null) throw new Error("no live page round this part of it");
  return live;
}
