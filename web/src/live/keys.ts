/** The keys of the live page, silent while somebody types. */

import { useEffect } from "preact/hooks";
import { isForInputMethod } from "../ui/text-input";
import { playbackPressed } from "./playback-keys";
import { clearSelection, type Live } from "./state";

export const SEARCH_ID = "search";
export const MAP_ID = "map";

export function useKeys(live: Live): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isForInputMethod(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (playbackPressed(live, event) || pressed(live, event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [live]);
}

/** Do what a key stands for; false when it stands for nothing. */
function pressed(live: Live, key: string): boolean {
  switch (key.toLowerCase()) {
    case "/":
    case "g":
      document.getElementById(SEARCH_ID)?.focus();
      return true;
    case "l":
      live.layersOpen.value = !live.layersOpen.value;
      return true;
    case "f":
      return follow(live);
    case "?":
      live.keysOpen.value = true;
      return true;
    case "escape":
      closeTop(live);
      return true;
    case "+":
    case "=":
      return zoom(live, 1);
    case "-":
      return zoom(live, -1);
    default:
      return false;
  }
}

/** Keep the selected person in the middle of the map, or no longer. */
function follow({ duty }: Live): boolean {
  if (duty) duty.following.value = !duty.following.value;
  return duty !== null;
}

/** Close what lies on top; with nothing open, drop the selection. */
function closeTop(live: Live): void {
  if (live.keysOpen.value) live.keysOpen.value = false;
  else if (live.layersOpen.value) live.layersOpen.value = false;
  else clearSelection(live);
}

/** With the focus on the map Leaflet zooms by itself. */
function zoom(live: Live, steps: number): boolean {
  if (document.activeElement?.id === MAP_ID) return false;
  live.map.value?.zoomBy(steps);
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typed = target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
  return typed || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
