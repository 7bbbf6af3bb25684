/** What hot spots on borders suggest to planners. */

import { ask } from "./client";
import type { Edit, Sentence } from "./draft-types";

export type Party = {
  readonly code: string;
  readonly name: string;
  readonly village: string;
  readonly squad: string | null;
};

export type Offer = {
  readonly giver: Party;
  readonly taker: Party;
  readonly area_m2: number;
  readonly households: number;
  readonly events: number;
  readonly sentence: Sentence;
  readonly edit: Edit;
};

export type Suggestion = {
  readonly lon: number;
  readonly lat: number;
  readonly radius_m: number;
  readonly words: Sentence;
  /** Nothing where no part can pass without breaking a grid. */
  readonly offers: readonly Offer[];
};

export const getSuggestions = (how: { readonly signal?: AbortSignal } = {}) =>
  ask<{ readonly rows: readonly Suggestion[] }>("/api/boundary-suggestions", how);
