/** A month by person and day: what stands in each cell, and which cells are chosen. */

import type { Absence, Cell, Entry, Member, Month } from "../api/roster";
import { civilDay } from "../time/town-time";

export type Content = { readonly entries: readonly Entry[]; readonly absences: readonly Absence[] };
export type Cells = ReadonlyMap<string, Content>;

/** Two corners of what is chosen: rows of people and columns of days, both counted from 0. */
export type Corner = { readonly row: number; readonly column: number };
export type Choice = { readonly anchor: Corner; readonly head: Corner };

const NOTHING: Content = { entries: [], absences: [] };

export function contentOf(cells: Cells, person: number, day: string): Content {
  return cells.get(keyOf(person, day)) ?? NOTHING;
}

/** Sort a month into its cells; an absence stands in every civil day that it touches. */
export function cellsOf(month: Month, zone: string): Cells {
  const cells = new Map<string, { entries: Entry[]; absences: Absence[] }>();
  const at = (person: number, day: string) => {
    const key = keyOf(person, day);
    const made = cells.get(key) ?? { entries: [], absences: [] };
    cells.set(key, made);
    return made;
  };
  for (const entry of month.entries) at(entry.person, entry.day).entries.push(entry);
  for (const absence of month.absences) {
    const first = civilDay(new Date(absence.begin), zone);
    // an absence that ends at midnight does not touch the day that begins then
    const last = civilDay(new Date(new Date(absence.end).getTime() - 1), zone);
    for (const { day } of month.days) {
      if (day >= first && day <= last) at(absence.person, day).absences.push(absence);
    }
  }
  return cells;
}

/** The columns of a row that are chosen, from and to, or null. */
export function chosenIn({ anchor, head }: Choice, row: number): readonly [number, number] | null {
  const inside = row >= Math.min(anchor.row, head.row) && row <= Math.max(anchor.row, head.row);
  return inside ? [Math.min(anchor.column, head.column), Math.max(anchor.column, head.column)] : null;
}

/** The people and days that are chosen, in order. */
export function chosenOf(
  choice: Choice,
  people: readonly Member[],
  month: Month,
): { readonly people: readonly Member[]; readonly days: readonly string[] } {
  const rows = people.filter((_, row) => chosenIn(choice, row) !== null);
  const [from, to] = chosenIn(choice, choice.head.row) ?? [0, -1];
  return { people: rows, days: month.days.slice(from, to + 1).map(({ day }) => day) };
}

/** Cells of a shift for people and days; days that are over stay as they are. */
export function cellsWith(
  shift: string | null,
  people: readonly Member[],
  days: readonly string[],
  today: string,
): Cell[] {
  const coming = days.filter((day) => day >= today);
  return people.flatMap(({ id }) => coming.map((day) => ({ person: id, day, shift })));
}

/** Where the head goes by an arrow key; null for any other key. */
export function stepped(key: string, { row, column }: Corner, rows: number, columns: number): Corner | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -columns],
    End: [0, columns],
    PageUp: [-10, 0],
    PageDown: [10, 0],
  };
  const step = steps[key];
  if (step === undefined) return null;
  const within = (value: number, most: number) => Math.max(0, Math.min(most - 1, value));
  return { row: within(row + step[0], rows), column: within(column + step[1], columns) };
}

/** What stands in the table as YYYY-MM; the month asked for may still be on its way. */
export function nameOf(month: Month): string {
  return month.days[0]?.day.slice(0, 7) ?? "";
}

/** The month before or after one, as YYYY-MM. */
export function monthBeside(month: string, by: -1 | 1): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

function keyOf(person: number, day: string): string {
  return `${person} ${day}`;
}
