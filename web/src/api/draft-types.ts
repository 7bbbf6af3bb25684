/** The shapes in which the service speaks of drafts of the town's boundaries. */

import type { Code } from "./types";

/** Integer millimetres of the town's metric CRS, east and north: the identity of a vertex. */
export type Mm = readonly [x: number, y: number];
/** WGS-84 degrees. */
export type Place = readonly [lon: number, lat: number];

/** A run of border between the same two neighbours; both lists hold the first place, then steps. */
export type ArcRow = {
  readonly left: string | null;
  readonly right: string | null;
  readonly mm: readonly number[];
  /** Degrees × 10⁷. */
  readonly e7: readonly number[];
};

export type Grid = {
  readonly code: string;
  readonly name: string;
  /** The village's code. */
  readonly parent: string;
  readonly squad: string | null;
  readonly kind: string;
  readonly area_m2: number;
  readonly households: number;
  readonly events: number;
  /** The town's weighted mix; 1 is the mean of all grids. */
  readonly load: number;
};

/** What an edit changed: arcs that touch `touched` are void, `arcs` stand in their place. */
export type Change = {
  readonly touched: readonly string[];
  readonly removed: readonly string[];
  readonly grids: readonly Grid[];
  readonly arcs: readonly ArcRow[];
};

/** The same sentence in both languages. */
export type Sentence = readonly [zh: string, en: string];

export type DraftStatus = "draft" | "in_review" | "consulted" | "announced" | "published" | "withdrawn";

export type DraftRow = {
  readonly id: number;
  readonly title: string;
  readonly status: DraftStatus;
  readonly author: string;
  /** The edition it began as; null for one that came in by a file. */
  readonly base: { readonly number: number; readonly valid_from: string } | null;
  readonly revision: number;
  readonly created_at: string;
};

export type DraftWhole = DraftRow & {
  readonly epsg: number;
  readonly villages: readonly Code[];
  readonly squads: readonly Code[];
  readonly grids: readonly Grid[];
  readonly arcs: readonly ArcRow[];
  readonly undo: number;
  readonly redo: number;
};

export type Edit =
  | { readonly kind: "split"; readonly code: string; readonly line: readonly Place[] }
  | { readonly kind: "merge"; readonly codes: readonly string[]; readonly keep: string | null }
  | { readonly kind: "move"; readonly at: Mm; readonly to: Place }
  | { readonly kind: "insert"; readonly between: readonly [Mm, Mm]; readonly to: Place }
  | { readonly kind: "delete"; readonly at: Mm }
  | { readonly kind: "reshape"; readonly codes: readonly string[] | null; readonly line: readonly Place[] }
  | {
      readonly kind: "reassign";
      readonly codes: readonly string[];
      readonly village: string | null;
      readonly squad: string | null;
    }
  /** Others come with findings as their fixes, and go back as they came. */
  | { readonly kind: "assign_gap" | "resolve_overlap" | "match" | "recode" | "cut_off" | "untangle" }
  | { readonly kind: "rename"; readonly code: string; readonly name: string }
  | {
      readonly kind: "snap";
      readonly codes: readonly string[];
      readonly line: readonly Place[];
      readonly within_m: number;
    }
  | {
      readonly kind: "transfer";
      readonly from: string;
      readonly to: string;
      readonly ring: readonly Place[];
    };

export type Edited = Change & {
  readonly revision: number;
  readonly sentence: Sentence;
  readonly undo: number;
  readonly redo: number;
};

export type PastEdit = {
  readonly seq: number;
  readonly at: string | null;
  readonly author: string;
  readonly kind: string;
  readonly sentence: Sentence;
  readonly undone: boolean;
};

export type Finding = {
  readonly kind: string;
  /** An error keeps a draft from review, a warning does not. */
  readonly severity: "error" | "warning";
  readonly codes: readonly string[];
  readonly place: Place | null;
  readonly area_m2: number | null;
  readonly width_m: number | null;
  readonly sentence: Sentence;
  readonly fixes: readonly { readonly label: Sentence; readonly edit: Edit }[];
};

/** A gap that the town allows, such as a lake. */
export type AllowedGap = {
  readonly number: number;
  readonly what: string;
  readonly by: string;
  readonly place: Place;
  readonly area_m2: number;
};

export type Work = {
  readonly households: number;
  readonly enterprises: number;
  readonly components: number;
  readonly events: number;
  readonly open_events: number;
  /** Metres walked and visits of the last thirty days. */
  readonly patrol_m: number;
  readonly visits: number;
  readonly load: number;
};

export type ImpactRow = {
  readonly by: "grid" | "village" | "squad" | "person";
  readonly code: string;
  readonly name: string;
  readonly before: Work;
  readonly after: Work;
};

export type Impact = {
  readonly rows: readonly ImpactRow[];
  readonly moved: Omit<Work, "load">;
  readonly people: number;
  /** Of how many of the last thirty days the patrols are. */
  readonly patrol_days: number;
};

/** A post whose grid ends: who could take it, and where it goes. */
export type Going = {
  readonly post: number;
  readonly person: number;
  readonly name: string;
  readonly kind: string;
  readonly grid: string;
  readonly heirs: readonly {
    readonly code: string;
    readonly name: string;
    readonly households: number;
    readonly area_m2: number;
  }[];
  /** Null where it ends. */
  readonly to: string | null;
  /** Who chose that; null where it is as proposed. */
  readonly by: string | null;
  /** False where nobody takes it and nothing was chosen. */
  readonly settled: boolean;
};

export type Lineage = {
  readonly old: string;
  readonly new: string;
  readonly area_m2: number;
  readonly households: number;
  readonly events: number;
};

/** What is to be divided anew: all villages when none is named, or the squads' zones. */
export type Question = {
  readonly villages: readonly string[];
  readonly locked: readonly string[];
  readonly zones: boolean;
};

export type Moving = {
  readonly old: string;
  readonly new: string;
  readonly atoms: number;
  readonly households: number;
};

/** How even a division of the work is, and what it costs. */
export type Division = {
  /** The coefficient of variation of the workloads. */
  readonly spread: number;
  /** The largest deviation from the mean, as a share of it. */
  readonly worst: number;
  /** The share of the workload that stays where it is. */
  readonly kept: number;
  /** Households that get another grid or squad. */
  readonly moved: number;
  readonly moves: readonly Moving[];
  /** Borders between the parts, each the first place and then steps, in degrees × 10⁷. */
  readonly lines: readonly (readonly number[])[];
};

export type Divisions = {
  readonly revision: number;
  readonly today: Division;
  /** From the least change to the evenest. */
  readonly proposals: readonly Division[];
};
