/** What the roster page shows, and the one way in which it is changed. */

import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "../api/types";
import { t } from "../i18n";
import { civilDay } from "../time/town-time";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import type { Choice } from "./cells";

export type Side = "cell" | "pattern" | "shifts" | "requests";

export type Roster = {
  readonly session: Session;
  readonly zone: string;
  readonly month: Signal<string>;
  readonly squad: Signal<string>;
  readonly name: Signal<string>;
  readonly choice: Signal<Choice>;
  readonly side: Signal<Side>;
  /** Grows with every change that was made, so that the month is read again. */
  readonly changes: Signal<number>;
  /** Why the last change was refused. */
  readonly refusal: Signal<string>;
};

export function createRoster(session: Session, now: Date): Roster {
  const zone = session.town.time_zone;
  const corner = { row: 0, column: 0 };
  return {
    session,
    zone,
    month: signal(civilDay(now, zone).slice(0, 7)),
    squad: signal(""),
    name: signal(""),
    choice: signal({ anchor: corner, head: corner }),
    side: signal<Side>("cell"),
    changes: signal(0),
    refusal: signal(""),
  };
}

/** Make a change and read the month again, or say why it was refused; tells whether it was made. */
export async function change(roster: Roster, made: Promise<unknown>): Promise<boolean> {
  try {
    await made;
  } catch (reason) {
    roster.refusal.value = reasonOf(problemFrom(reason));
    return false;
  }
  roster.refusal.value = "";
  roster.changes.value += 1;
  announce(t("roster.saved"));
  return true;
}

const Context = createContext<Roster | null>(null);
export const RosterProvider = Context.Provider;

export function useRoster(): Roster {
  const roster = useContext(Context);
  if (roster === null) throw new Error("no roster round this part of it");
  return roster;
}
