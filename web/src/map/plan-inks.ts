/** The inks of the planner's map, by theme: borders, selection, what is being drawn. */

import type { Theme } from "./rules";
import { squadSign } from "./squads";

export type PlanInks = {
  readonly grid: string;
  readonly village: string;
  readonly town: string;
  readonly accent: string;
  readonly tint: string;
  readonly paper: string;
  readonly ink: string;
  readonly ground: string;
  readonly warning: string;
  readonly error: string;
};

const LIGHT: PlanInks = {
  grid: "rgba(31,35,40,0.6)",
  village: "#1f2328",
  town: "#1f2328",
  accent: "#0b6e99",
  tint: "rgba(11,110,153,0.14)",
  paper: "#ffffff",
  ink: "#1f2328",
  ground: "#f5f4f0",
  warning: "#e69f00",
  error: "#b3261e",
};
const DARK: PlanInks = {
  grid: "rgba(230,232,235,0.6)",
  village: "#e6e8eb",
  town: "#e6e8eb",
  accent: "#4fb3dc",
  tint: "rgba(79,179,220,0.18)",
  paper: "#1c2128",
  ink: "#e6e8eb",
  ground: "#15191e",
  warning: "#e69f00",
  error: "#ff8a80",
};

export function planInks(theme: Theme): PlanInks {
  return theme === "dark" ? DARK : LIGHT;
}

/** Eight in a hundred of a squad's colour. */
export function squadTint(squad: string): string {
  return `${squadSign(squad).colour}14`;
}
