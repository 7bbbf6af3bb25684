/** Keep address bar and page in step: looking around replaces the entry, everything else makes one to go back to. */

import { batch } from "@preact/signals";
import { language } from "../i18n";
import { followHistory } from "../ui/follow-history";
import { EVERYBODY } from "./duty";
import { type Link, readLink, writeLink } from "./permalink";
import { closePlayback, linkOfPlayback } from "./playback-state";
import type { Live } from "./state";

/** Start following; returns what stops it. */
export function followAddress(live: Live): () => void {
  return followHistory<Link>({
    now: () => linkOf(live),
    write: writeLink,
    lasting,
    read: (hash) => readLink(hash, live.layers),
    apply: (link) => apply(live, link),
  });
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
