/** What the inspector's page shows: one set of signals that map, table and address bar all follow. */

import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { By, Period } from "../api/coverage";
import type { Round } from "../api/rounds";
import type { Session } from "../api/types";
import { civilDay } from "../time/town-time";
import type { Link } from "./address";
import { dayBeside, monthPeriod } from "./period";
import type { Sorting } from "./sorting";

export type Inspector = {
  readonly session: Session;
  readonly zone: string;
  /** The last day that is over. */
  readonly yesterday: string;
  readonly period: Signal<Period>;
  readonly by: Signal<By>;
  readonly squad: Signal<string>;
  /** The code of the row that is open. */
  readonly chosen: Signal<string | null>;
  readonly day: Signal<string | null>;
  readonly sorting: Signal<Sorting>;
  /** Grows with every finding made here. */
  readonly findingsMade: Signal<number>;
  readonly showsRound: Signal<boolean>;
  /** The round that the map draws. */
  readonly round: Signal<Round | null>;
};

export function createInspector(session: Session, now: Date, link: Link): Inspector {
  const zone = session.town.time_zone;
  const yesterday = dayBeside(civilDay(now, zone), -1);
  const usual = monthPeriod(yesterday.slice(0, 7), yesterday);
  return {
    session,
    zone,
    yesterday,
    period: signal(link.from && link.to ? { from: link.from, to: link.to } : usual),
    by: signal(link.by),
    squad: signal(link.squad),
    chosen: signal(link.chosen),
    day: signal(link.day),
    sorting: signal(link.sorting),
    findingsMade: signal(0),
    showsRound: signal(false),
    round: signal(null),
  };
}

export const READS_COVERAGE = "coverage.read";
export const MANAGES_COVERAGE = "coverage.manage";
export const TAKES_BORDERS = "geometry.export";
export const READS_TRACKS = "track.read";

const Context = createContext<Inspector | null>(null);
export const InspectorProvider = Context.Provider;

export function useInspector(): Inspector {
  const inspector = useContext(Context);
  if (inspector === null) throw new Error("no inspector's page round this part of it");
  return inspector;
}
