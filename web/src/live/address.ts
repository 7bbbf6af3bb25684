/** Keep address bar and page in step: looking around replaces the entry, everything else makes one to go back to. */

import { batch, effect } from "@preact/signals";
import { language } from "../i18n";
import { EVERYBODY } from "./duty";
import { type Link, readLink, writeLink } from "./permalink";
import { closePlayback, linkOfPlayback } from "./playback-state";
import type { Live } from "./state";

/** Browsers stop listening to a page that writes its address at every step of a drag. */
const REST_MS = 200;

/** Start following; returns what stops it. */
export function followAddress(live: Live): () => void {
  let former = lastingPart(live);
  let resting = 0;
  const stop = effect(() => {
    const hash = `#${writeLink(linkOf(live))}`;
    const next = lastingPart(live);
    clearTimeout(resting);
    if (hash === window.location.hash) return;
    if (next === former)
      resting = window.setTimeout(() => window.history.replaceState(null, "", hash), REST_MS);
    else window.history.pushState(null, "", hash);
    former = next;
  });
  const goBack = () => {
    clearTimeout(resting);
    const link = readLink(window.location.hash, live.layers);
    former = lasting(link);
    apply(live, link);
  };
  window.addEventListener("popstate", goBack);
  return () => {
    clearTimeout(resting);
    stop();
    window.removeEventListener("popstate", goBack);
  };
}

function linkOf(live: Live): Link {
  return {
    view: live.view.value,
    shown: live.shown.value,
    filters: live.filters.value,
    duty: live.duty?.filter.value ?? EVERYBODY,
    playback: live.playback && linkOfPlayback(live.playback),
    selected: live.selected.value,
    tab: live.tab.value,
    language: language.value,
  };
}

function lastingPart(live: Live): string {
  return lasting(linkOf(live));
}

/** Where one looks, on the ground and in time, is no step to go back to. */
function lasting(link: Link): string {
  const { playback } = link;
  const still = playback && { ...playback, atMs: playback.fromMs, speed: 1, trail: 0 };
  return writeLink({ ...link, view: null, playback: still });
}

function apply(live: Live, link: Link): void {
  batch(() => {
    if (link.shown) live.shown.value = link.shown;
    live.filters.value = link.filters;
    if (live.duty) live.duty.filter.value = link.duty;
    if (live.playback && link.playback === null) closePlayback(live.playback);
    live.selected.value = link.selected;
    if (link.tab) live.tab.value = link.tab;
    if (link.language) language.value = link.language;
  });
  if (link.view) live.map.value?.moveTo(link.view);
}
