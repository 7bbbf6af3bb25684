/** A cell in a sign or two, and in a sentence. */

import type { Absence, Entry } from "../api/roster";
import { t } from "../i18n";
import { civilDay, civilMinute } from "../time/town-time";
import type { Content } from "./cells";

/** What is read at a glance: the shift, then marks of leave, swap, overtime and own duty. */
export function signOf({ entries, absences }: Content, zone: string): string {
  const shifts = entries.filter(({ kind }) => kind === "roster").map((entry) => shortOf(entry, zone));
  const kinds = new Set(entries.map(({ kind }) => kind));
  const marks = [
    absences.length > 0 ? t("roster.mark_leave") : "",
    entries.some(({ instead_of }) => instead_of !== null) ? t("roster.mark_swap") : "",
    kinds.has("overtime") ? t("roster.mark_overtime") : "",
    kinds.has("self") ? t("roster.mark_self") : "",
  ];
  return [...shifts, ...marks].filter(Boolean).join(" ");
}

function shortOf({ shift, begin, end }: Entry, zone: string): string {
  if (shift !== null) return shift;
  const hour = (at: string) => civilMinute(new Date(at), zone).slice(0, 2);
  return `${hour(begin)}–${hour(end)}`;
}

/** The shift with its first and last moment, the hours on duty, and for whom. */
export function wordsOf(entry: Entry, zone: string): string {
  const clock = (at: string) => civilMinute(new Date(at), zone);
  const name =
    entry.kind === "roster" ? (entry.shift ?? t("roster.by_hand")) : t(`roster.kind_${entry.kind}`);
  const hours = t("roster.hours", { hours: (entry.minutes / 60).toFixed(1).replace(/\.0$/, "") });
  const before = entry.instead_of === null ? [] : [t("roster.instead_of", { number: entry.instead_of })];
  return [`${name} ${clock(entry.begin)}–${clock(entry.end)}`, hours, ...before].join(t("account.and"));
}

export function leaveWords({ kind, begin, end }: Absence, zone: string): string {
  const told = (at: string) => {
    const moment = new Date(at);
    return t("roster.day_time", { day: civilDay(moment, zone).slice(5), time: civilMinute(moment, zone) });
  };
  return `${t(`roster.leave_${kind}_name`)} ${told(begin)} – ${told(end)}`;
}

/** The cell in a sentence, for those who hear it. */
export function sentenceOf({ entries, absences }: Content, zone: string): string {
  const told = [...absences.map((one) => leaveWords(one, zone)), ...entries.map((one) => wordsOf(one, zone))];
  return told.length === 0 ? t("roster.nothing") : told.join(t("account.and"));
}

/** The day of the week of a civil day, in one sign. */
export function weekday(day: string): string {
  const number = new Date(`${day}T00:00:00Z`).getUTCDay();
  return t(`roster.weekday_${number as 0 | 1 | 2 | 3 | 4 | 5 | 6}`);
}
