/** What the planner's page shows: one set of signals that map, lists and address bar all follow. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Divisions, DraftRow, Finding, Mm, Question, Sentence } from "../api/draft-types";
import type { Layer } from "../api/layer";
import type { Code, Session, Town } from "../api/types";
import type { LonLat } from "../map/datum";
import type { DraftMap } from "../map/draft-map";
import type { Arc } from "../map/partition/arc";
import type { Partition } from "../map/partition/partition";
import { type Plane, planeOf } from "../map/partition/plane";
import { type Estimate, estimates, inserted, moved, type Preview, type Spot } from "../map/partition/preview";
import type { Cursor } from "../map/sketch-painter";
import type { View } from "../map/town-map";
import type { Link } from "./address";
import type { Tool } from "./tools";

export type Tab = "grids" | "checks" | "impact" | "changes" | "proposals" | "history";

/** What lies over the page: how a draft is put on show or published, and what it has behind it. */
export type Dialogs = "consult" | "announce" | "publish" | "standing";

/** The draft that is open, without its shapes. */
export type Draft = DraftRow & {
  readonly epsg: number;
  readonly villages: readonly Code[];
  readonly squads: readonly Code[];
  readonly undo: number;
  readonly redo: number;
};

/** A vertex on its way: where it would go, or come to be. */
export type Pending = { readonly to: Spot } & (
  | { readonly kind: "move"; readonly at: Mm }
  | { readonly kind: "insert"; readonly between: readonly [Mm, Mm] }
);

/** What the service said last of an edit; refused ones have a place, if it knows one. */
export type Said = {
  readonly tone: "done" | "refused";
  readonly sentence: Sentence;
  readonly place: LonLat | null;
};

/** Proposals for a question, the lines of each, and which one is on the map. */
export type Offer = {
  readonly question: Question;
  readonly divisions: Divisions;
  readonly lines: readonly (readonly (readonly LonLat[])[])[];
  readonly shown: number;
};

export type Planner = {
  readonly session: Session;
  readonly town: Town;
  readonly layers: readonly Layer[];
  readonly map: Signal<DraftMap | null>;
  readonly view: Signal<View | null>;
  /** The draft asked for; null shows the list of drafts. */
  readonly id: Signal<number | null>;
  readonly draft: Signal<Draft | null>;
  readonly partition: Signal<Partition | null>;
  readonly plane: ReadonlySignal<Plane | null>;
  readonly tool: Signal<Tool>;
  readonly chosen: Signal<readonly string[]>;
  /** The border whose vertices can be moved. */
  readonly border: Signal<Arc | null>;
  readonly vertex: Signal<number | null>;
  readonly pending: Signal<Pending | null>;
  readonly preview: ReadonlySignal<Preview | null>;
  readonly estimates: ReadonlySignal<readonly Estimate[]>;
  readonly line: Signal<readonly LonLat[]>;
  readonly cursor: Signal<Cursor | null>;
  /** Whether the measured line is at its end; the next point begins another. */
  readonly measured: Signal<boolean>;
  /** The road or river that a border is to follow. */
  readonly guide: Signal<readonly LonLat[]>;
  /** How far a border may lie from the guide to be laid along it, in metres. */
  readonly withinM: Signal<number>;
  /** An edit is on its way; the next waits. */
  readonly busy: Signal<boolean>;
  readonly said: Signal<Said | null>;
  readonly finding: Signal<Finding | null>;
  /** Grows whenever a gap is allowed or forbidden here: the checks are asked for anew. */
  readonly gaps: Signal<number>;
  readonly offer: Signal<Offer | null>;
  readonly compare: Signal<boolean>;
  /** Where the line between both stands, as a share of the map's width; null when one lies under the other. */
  readonly swipe: Signal<number | null>;
  readonly tab: Signal<Tab>;
  readonly panelOpen: Signal<boolean>;
  readonly keysOpen: Signal<boolean>;
  readonly dialog: Signal<Dialogs | null>;
};

const DEFAULT_WITHIN_M = 15;

export function createPlanner(session: Session, layers: readonly Layer[], link: Link): Planner {
  const draft = signal<Draft | null>(null);
  const partition = signal<Partition | null>(null);
  const pending = signal<Pending | null>(null);
  const preview = computed(() => previewOf(partition.value, pending.value));
  return {
    session,
    town: session.town,
    layers,
    map: signal(null),
    view: signal(link.view),
    id: signal(link.draft),
    draft,
    partition,
    plane: planeSignal(draft, partition),
    tool: signal<Tool>("select"),
    chosen: signal(link.chosen),
    border: signal(null),
    vertex: signal(null),
    pending,
    preview,
    estimates: computed(() =>
      partition.value && preview.value ? estimates(partition.value, preview.value) : [],
    ),
    line: signal<readonly LonLat[]>([]),
    cursor: signal(null),
    measured: signal(false),
    guide: signal<readonly LonLat[]>([]),
    withinM: signal(DEFAULT_WITHIN_M),
    busy: signal(false),
    said: signal(null),
    finding: signal(null),
    gaps: signal(0),
    offer: signal(null),
    compare: signal(link.compare),
    swipe: signal(null),
    tab: signal<Tab>(link.tab ?? "grids"),
    panelOpen: signal(true),
    keysOpen: signal(false),
    dialog: signal<Dialogs | null>(null),
  };
}

function previewOf(partition: Partition | null, pending: Pending | null): Preview | null {
  if (partition === null || pending === null) return null;
  return pending.kind === "move"
    ? moved(partition, pending.at, pending.to)
    : inserted(partition, pending.between, pending.to);
}

/** A draft's metric CRS does not change: the plane is made once when it opens. */
function planeSignal(draft: Signal<Draft | null>, partition: Signal<Partition | null>) {
  const epsg = computed(() => draft.value?.epsg ?? null);
  return computed<Plane | null>(() => {
    if (epsg.value === null) return null;
    return planeOf(epsg.value, partition.peek()?.arcs ?? []);
  });
}

/** Whether the draft may be changed: by whoever may draft, until it goes to review. */
export function isOpen({ draft, session }: Planner): boolean {
  return draft.value?.status === "draft" && session.permissions.includes(EDITS);
}

export const EDITS = "boundary.draft";
export const EXPORTS = "geometry.export";
export const EVENTS = "event.read";
export const APPROVES = "boundary.approve";

const Context = createContext<Planner | null>(null);
export const PlannerProvider = Context.Provider;

export function usePlanner(): Planner {
  const planner = useContext(Context);
  if (planner === null) throw new Error("no planner's page round this part of it");
  return planner;
}
