/** The keys of the live page, as its help lists them. */

import type { Key } from "../i18n";

export const KEYS: readonly (readonly [keys: string, what: Key])[] = [
  ["/", "keys.search"],
  ["G", "keys.grid"],
  ["L", "keys.layers"],
  ["+ −", "keys.zoom"],
  ["← ↑ → ↓", "keys.pan"],
  ["Enter", "keys.pick"],
  ["F", "keys.follow"],
  ["Space", "keys.play"],
  ["← →  ⇧", "keys.step"],
  ["[ ]", "keys.speed"],
  ["L", "keys.live"],
  ["Esc", "keys.escape"],
  ["?", "keys.help"],
];
