/** What the public asks and says: a draft of the boundaries on show, and opinions of it. */

import { ask, send } from "./client";

type Place = readonly [lon: number, lat: number];
export type Ring = readonly Place[];

export type ShownGrid = {
  readonly code: string;
  readonly name: string;
  readonly village: string;
  readonly fate: "new" | "void" | "changed";
  /** Coarse outlines, empty where there is none. */
  readonly before: readonly Ring[];
  readonly after: readonly Ring[];
};

export type OnShow = {
  readonly town: string;
  readonly town_en: string;
  readonly made_up: boolean;
  readonly title: string;
  readonly step: "consulted" | "announced";
  readonly first_day: string;
  readonly last_day: string;
  readonly grids: readonly ShownGrid[];
  readonly around: readonly Ring[];
};

export type Opinion = {
  readonly words: string;
  readonly grid: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
};

const at = (token: string) => `/api/public/boundaries/${encodeURIComponent(token)}`;

export const getOnShow = (token: string, signal: AbortSignal) => ask<OnShow>(at(token), { signal });
export const sendOpinion = (token: string, opinion: Opinion) =>
  send<void>("POST", `${at(token)}/opinions`, opinion);
