/** Keep address bar and page in step. */

import { batch, effect } from "@preact/signals";
import type { By } from "../api/coverage";
import { type Language, language } from "../i18n";
import { isDay } from "./period";
import { KEYS, type Sorting } from "./sorting";
import type { Inspector } from "./state";

export type Link = {
  readonly from: string | null;
  readonly to: string | null;
  readonly by: By;
  readonly squad: string;
  readonly chosen: string | null;
  readonly day: string | null;
  readonly sorting: Sorting;
  readonly language: Language | null;
};

export const FIRST_SORTING: Sorting = { key: "code", down: false };
const BYS: readonly By[] = ["grid", "village", "squad"];

export function writeLink(link: Link): string {
  const parts = new URLSearchParams();
  if (link.from && link.to) parts.set("period", `${link.from},${link.to}`);
  if (link.by !== "grid") parts.set("by", link.by);
  if (link.squad !== "") parts.set("squad", link.squad);
  if (link.chosen) parts.set("code", link.chosen);
  if (link.day) parts.set("day", link.day);
  const { key, down } = link.sorting;
  if (key !== FIRST_SORTING.key || down) parts.set("sort", (down ? "-" : "") + key);
  if (link.language) parts.set("lang", link.language);
  return parts.toString().replace(/%2C/g, ",");
}

/** Read an address; parts that make no sense are left out. */
export function readLink(hash: string): Link {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const [from = "", to = ""] = (parts.get("period") ?? "").split(",");
  const known = isDay(from) && isDay(to) && from <= to;
  const code = parts.get("code") ?? "";
  const day = parts.get("day") ?? "";
  const sort = parts.get("sort") ?? "";
  const key = KEYS.find((one) => one === sort.replace("-", ""));
  return {
    from: known ? from : null,
    to: known ? to : null,
    by: BYS.find((one) => one === parts.get("by")) ?? "grid",
    squad: parts.get("squad") ?? "",
    chosen: /^[\w-]{1,32}$/.test(code) ? code : null,
    day: isDay(day) ? day : null,
    sorting: key ? { key, down: sort.startsWith("-") } : FIRST_SORTING,
    language: (["zh", "en"] as const).find((one) => one === parts.get("lang")) ?? null,
  };
}

/** Start following; returns what stops it. */
export function followAddress(inspector: Inspector): () => void {
  let first = true;
  const stop = effect(() => {
    const hash = `#${writeLink(linkOf(inspector))}`;
    const opening = first;
    first = false;
    if (hash === window.location.hash) return;
    if (opening) window.history.replaceState(null, "", hash);
    else window.history.pushState(null, "", hash);
  });
  const goBack = () => apply(inspector, readLink(window.location.hash));
  window.addEventListener("popstate", goBack);
  return () => {
    stop();
    window.removeEventListener("popstate", goBack);
  };
}

function linkOf({ period, by, squad, chosen, day, sorting }: Inspector): Link {
  return {
    from: period.value.from,
    to: period.value.to,
    by: by.value,
    squad: squad.value,
    chosen: chosen.value,
    day: day.value,
    sorting: sorting.value,
    language: language.value,
  };
}

function apply(inspector: Inspector, link: Link): void {
  batch(() => {
    if (link.from && link.to) inspector.period.value = { from: link.from, to: link.to };
    inspector.by.value = link.by;
    inspector.squad.value = link.squad;
    inspector.chosen.value = link.chosen;
    inspector.day.value = link.day;
    inspector.sorting.value = link.sorting;
    if (link.language) language.value = link.language;
  });
}
