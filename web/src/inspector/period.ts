/** Civil days and months as text: which days a month has, and which lie beside it. */

import type { Period } from "../api/coverage";

const DAY_MS = 86_400_000;
/** As many as the service tells at once of one grid. */
const MOST_DAYS = 62;

/** The days of a month (YYYY-MM), up to the last one that is over; the whole month where none is. */
export function monthPeriod(month: string, yesterday: string): Period {
  const from = `${month}-01`;
  const last = dayBeside(`${monthBeside(month, 1)}-01`, -1);
  return { from, to: yesterday >= from && yesterday < last ? yesterday : last };
}

export function monthBeside(month: string, by: -1 | 1): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + by);
  return first.toISOString().slice(0, 7);
}

export function dayBeside(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
}

/** The last days of a period, as many as one calendar holds. */
export function calendarPeriod({ from, to }: Period): Period {
  const earliest = dayBeside(to, 1 - MOST_DAYS);
  return { from: from < earliest ? earliest : from, to };
}

export function daysOf({ from, to }: Period): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayBeside(day, 1)) days.push(day);
  return days;
}

export function isDay(text: string): boolean {
  return /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
