/** Keep address bar and page in step: looking around replaces the entry, opening something makes one to go back to. */

import { batch } from "@preact/signals";
import { type Language, language } from "../i18n";
import type { View } from "../map/town-map";
import { followHistory } from "../ui/follow-history";
import { closeDraft } from "./drafts";
import type { Planner, Tab } from "./state";

export type Link = {
  readonly draft: number | null;
  readonly view: View | null;
  readonly chosen: readonly string[];
  readonly tab: Tab | null;
  readonly compare: boolean;
  readonly language: Language | null;
};

const TABS: readonly Tab[] = ["grids", "checks", "impact", "changes", "proposals", "history"];
const VIEW_DECIMALS = 5;

export function writeLink({ draft, view, chosen, tab, compare, language }: Link): string {
  const parts = new URLSearchParams();
  if (draft !== null) parts.set("draft", String(draft));
  if (view) {
    const [lon, lat] = [view.lon.toFixed(VIEW_DECIMALS), view.lat.toFixed(VIEW_DECIMALS)];
    parts.set("view", `${lon},${lat},${view.zoom}`);
  }
  if (chosen.length > 0) parts.set("grids", chosen.join(","));
  if (tab) parts.set("tab", tab);
  if (compare) parts.set("compare", "1");
  if (language) parts.set("lang", language);
  return parts.toString().replace(/%2C/g, ",");
}

/** Read an address; parts that make no sense are left out. */
export function readLink(hash: string): Link {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const draft = parts.get("draft") ?? "";
  return {
    draft: /^[1-9]\d{0,9}$/.test(draft) ? Number(draft) : null,
    view: viewOf(parts.get("view") ?? ""),
    chosen: (parts.get("grids") ?? "").split(",").filter((code) => /^[\w-]{1,32}$/.test(code)),
    tab: TABS.find((tab) => tab === parts.get("tab")) ?? null,
    compare: parts.get("compare") === "1",
    language: (["zh", "en"] as const).find((one) => one === parts.get("lang")) ?? null,
  };
}

function viewOf(text: string): View | null {
  const [lon, lat, zoom] = text.split(",").map((part) => (part === "" ? Number.NaN : Number(part)));
  if (lon === undefined || lat === undefined || zoom === undefined) return null;
  const fits = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 24;
  return fits ? { lon, lat, zoom: Math.round(zoom) } : null;
}

/** Start following; returns what stops it. */
export function followAddress(planner: Planner): () => void {
  return followHistory<Link>({
    now: () => linkOf(planner),
    write: writeLink,
    lasting,
    read: (hash) => completed(readLink(hash)),
    apply: (link) => apply(planner, link),
  });
}

function linkOf(planner: Planner): Link {
  return {
    draft: planner.id.value,
    view: planner.view.value,
    chosen: planner.chosen.value,
    tab: planner.tab.value,
    compare: planner.compare.value,
    language: language.value,
  };
}

/** What an address leaves out is as usual. */
function completed(link: Link): Link {
  return { ...link, tab: link.tab ?? "grids", language: link.language ?? language.peek() };
}

/** Where one looks and what is marked are no steps to go back to. */
function lasting(link: Link): string {
  return writeLink({ ...link, view: null, chosen: [], compare: false });
}

function apply(planner: Planner, link: Link): void {
  batch(() => {
    if (link.draft !== planner.id.value) closeDraft(planner);
    planner.id.value = link.draft;
    if (link.view) planner.view.value = link.view;
    planner.chosen.value = link.chosen;
    planner.tab.value = link.tab ?? "grids";
    planner.compare.value = link.compare;
    if (link.language) language.value = link.language;
  });
  if (link.view) planner.map.value?.moveTo(link.view);
}
