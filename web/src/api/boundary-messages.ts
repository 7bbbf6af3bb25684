/** What one's own page asks and says about grids that change. */

import { ask, send } from "./client";

export type Rings = readonly (readonly (readonly [lon: number, lat: number])[])[];
export type Ground = { readonly code: string; readonly name: string; readonly area_m2: number };

export type GridChange = {
  readonly code: string;
  readonly name: string;
  readonly was: string | null;
  readonly fate: "new" | "void" | "changed";
  readonly other_village: boolean;
  readonly other_squad: boolean;
  readonly posts: readonly string[];
  readonly gives: readonly Ground[];
  readonly gets: readonly Ground[];
  /** Where one's posts go on when the grid ends; without a code they end too. */
  readonly goes_to: readonly {
    readonly post: string;
    readonly code: string | null;
    readonly name: string | null;
  }[];
  /** Coordinates of multipolygons, empty where there is none. */
  readonly before: readonly Rings[];
  readonly after: readonly Rings[];
};

export type BoundaryMessage = {
  readonly key: number;
  readonly number: number;
  readonly first_day: string;
  readonly document: string;
  readonly grids: readonly GridChange[];
  readonly seen_at: string | null;
  readonly confirmed_at: string | null;
  readonly withdrawn_at: string | null;
};

const PATH = "/api/me/boundary-messages";

export const getBoundaryMessages = (signal: AbortSignal) =>
  ask<{ readonly rows: readonly BoundaryMessage[] }>(PATH, { signal });
export const markMessage = (key: number, state: "seen" | "confirmed") =>
  send<void>("POST", `${PATH}/${key}`, { state });
