/** What the page shows, as the part of its address after #, and back. */

import type { ParameterValues } from "../api/calls";
import type { Layer } from "../api/layer";
import type { Language } from "../i18n";
import { FRESHNESS } from "../map/mover";
import type { View } from "../map/town-map";
import { type DutyFilter, EVERYBODY } from "./duty";
import { fieldsOf } from "./parameters";
import { readPlayback, writePlayback } from "./playback-link";
import type { PlaybackLink } from "./playback-state";

export type Tab = "people" | "events" | "hotspots" | "alerts" | "here";
export const TABS: readonly Tab[] = ["people", "events", "hotspots", "alerts", "here"];

/** A place, and the thing selected there, if any. */
export type Selected = {
  readonly lon: number;
  readonly lat: number;
  readonly thing: { readonly layer: string; readonly id: string } | null;
};

export type Filters = Readonly<Record<string, ParameterValues>>;

export type Link = {
  readonly view: View | null;
  /** Names of the layers that are on; null for the usual ones. */
  readonly shown: readonly string[] | null;
  readonly filters: Filters;
  readonly duty: DutyFilter;
  readonly playback: PlaybackLink | null;
  readonly selected: Selected | null;
  readonly tab: Tab | null;
  readonly language: Language | null;
};

// Seven decimals are a centimetre: enough to name the same place again.
const PLACE_DECIMALS = 7;
const VIEW_DECIMALS = 5;

export function writeLink(link: Link): string {
  const parts = new URLSearchParams();
  const { view, selected } = link;
  if (view) parts.set("view", `${place(view, VIEW_DECIMALS)},${view.zoom}`);
  if (link.shown) parts.set("layers", link.shown.join(","));
  for (const [layer, values] of Object.entries(link.filters)) {
    for (const [name, value] of Object.entries(values)) {
      for (const one of [value].flat()) parts.append(`${layer}.${name}`, String(one));
    }
  }
  for (const [name, value] of Object.entries(link.duty)) if (value !== "") parts.set(`duty.${name}`, value);
  if (link.playback) writePlayback(parts, link.playback);
  if (selected) parts.set("at", place(selected, PLACE_DECIMALS));
  if (selected?.thing) parts.set("thing", `${selected.thing.layer}:${selected.thing.id}`);
  if (link.tab) parts.set("tab", link.tab);
  if (link.language) parts.set("lang", link.language);
  return parts.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
}

/** Read an address; parts that make no sense, or name layers there are not, are left out. */
export function readLink(hash: string, layers: readonly Layer[]): Link {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const names = layers.map((layer) => layer.name);
  return {
    view: viewOf(parts.get("view")),
    shown:
      parts
        .get("layers")
        ?.split(",")
        .filter((name) => names.includes(name)) ?? null,
    filters: filtersOf(parts, layers),
    duty: dutyOf(parts),
    playback: readPlayback(parts),
    selected: selectedOf(parts),
    tab: TABS.find((tab) => tab === parts.get("tab")) ?? null,
    language: (["zh", "en"] as const).find((language) => language === parts.get("lang")) ?? null,
  };
}

function place({ lon, lat }: { readonly lon: number; readonly lat: number }, decimals: number): string {
  return `${lon.toFixed(decimals)},${lat.toFixed(decimals)}`;
}

function viewOf(text: string | null): View | null {
  const [lon, lat, zoom] = numbers(text);
  if (zoom === undefined || zoom < 0 || zoom > 24 || !onEarth(lon, lat)) return null;
  return { lon: lon as number, lat: lat as number, zoom: Math.round(zoom) };
}

function selectedOf(parts: URLSearchParams): Selected | null {
  const [lon, lat] = numbers(parts.get("at"));
  if (!onEarth(lon, lat)) return null;
  const [, layer, id] = /^(\w+):(.+)$/.exec(parts.get("thing") ?? "") ?? [];
  return { lon: lon as number, lat: lat as number, thing: layer && id ? { layer, id } : null };
}

function filtersOf(parts: URLSearchParams, layers: readonly Layer[]): Filters {
  const filters: Record<string, ParameterValues> = {};
  for (const layer of layers) {
    const values: Record<string, string | string[]> = {};
    for (const field of fieldsOf(layer.parameters)) {
      const given = parts.getAll(`${layer.name}.${field.name}`);
      const several = field.kind === "many" || field.kind === "listed";
      if (given[0] !== undefined) values[field.name] = several ? given : given[0];
    }
    if (Object.keys(values).length > 0) filters[layer.name] = values;
  }
  return filters;
}

function dutyOf(parts: URLSearchParams): DutyFilter {
  const text = (name: keyof DutyFilter) => parts.get(`duty.${name}`) ?? EVERYBODY[name];
  const state = FRESHNESS.find((one) => one === text("state")) ?? EVERYBODY.state;
  return { q: text("q"), squad: text("squad"), post: text("post"), state };
}

function numbers(text: string | null): number[] {
  const all = (text ?? "").split(",").map((part) => (part === "" ? Number.NaN : Number(part)));
  return all.every(Number.isFinite) ? all : [];
}

function onEarth(lon: number | undefined, lat: number | undefined): boolean {
  return lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 85;
}
