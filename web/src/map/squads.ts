/** The sign of each squad, the same on the map, in lists and in legends; who has none gets a plain one. */

import type { Shape } from "../api/layer";

type Sign = { readonly shape: Shape; readonly colour: string };

const SIGNS: Readonly<Record<string, Sign>> = {
  "1": { shape: "circle", colour: "#0072b2" },
  "2": { shape: "triangle", colour: "#d55e00" },
  "3": { shape: "square", colour: "#009e73" },
};
const PLAIN: Sign = { shape: "diamond", colour: "#75818d" };

/** The sign of a squad's code; null for people without a squad. */
export function squadSign(code: string | null): Sign {
  return SIGNS[code ?? ""] ?? PLAIN;
}
