/** The colours of what is drawn about people: those of the pages, for canvas knows no style sheet. */

import type { Theme } from "./rules";

export type MoverInks = {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly accent: string;
  readonly urgent: string;
};

export const MOVER_INKS: Readonly<Record<Theme, MoverInks>> = {
  light: { paper: "#ffffff", ink: "#1f2328", muted: "#5e6670", accent: "#0b6e99", urgent: "#b3261e" },
  dark: { paper: "#1c2128", ink: "#e6e8eb", muted: "#9aa3ad", accent: "#4fb3dc", urgent: "#ff8a80" },
};
