/** Instants as the town writes them, whatever zone the computer is in. */

import { t } from "../i18n";

/** 2026-11-03 */
export function civilDay(at: Date, zone: string): string {
  return civil(at, zone).date;
}

/** 12:04 */
export function civilMinute(at: Date, zone: string): string {
  return civil(at, zone).time;
}

/** The instant at which the town's clocks show a day and a minute. */
export function instantOf(day: string, minute: string, zone: string): Date {
  const wanted = Date.parse(`${day}T${minute}:00Z`);
  const first = new Date(wanted - aheadOf(new Date(wanted), zone));
  // where the clocks were changed in between, the offset of the first guess is not that of the answer
  return new Date(wanted - aheadOf(first, zone));
}

/** How far the town's clocks are ahead of UTC at an instant, in milliseconds. */
function aheadOf(at: Date, zone: string): number {
  const { date, time, second } = civil(at, zone);
  return Date.parse(`${date}T${time}:${second}Z`) - Math.floor(at.getTime() / 1000) * 1000;
}

/** 8 seconds ago, 3 minutes ago, 2 hours ago. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t("time.seconds_ago", { count: seconds });
  if (seconds < 3600) return t("time.minutes_ago", { count: Math.floor(seconds / 60) });
  return t("time.hours_ago", { count: Math.floor(seconds / 3600) });
}

type Civil = { readonly date: string; readonly time: string; readonly second: string };

/** 12:04:31 */
export function clock(at: Date, zone: string): string {
  const { time, second } = civil(at, zone);
  return `${time}:${second}`;
}

/** 12:04 today, yesterday 12:04, 11-03 12:04, and with the year when it is another one. */
export function short(at: Date, now: Date, zone: string): string {
  const { date, time } = civil(at, zone);
  const today = civil(now, zone).date;
  if (date === today) return time;
  if (date === dayBefore(today)) return t("time.yesterday", { time });
  return date.slice(0, 4) === today.slice(0, 4) ? `${date.slice(5)} ${time}` : `${date} ${time}`;
}

/** 2026-11-03 12:04:31 */
export function exact(at: Date, zone: string): string {
  const { date, time, second } = civil(at, zone);
  return `${date} ${time}:${second}`;
}

function civil(at: Date, zone: string): Civil {
  const part = formatter(zone).formatToParts(at);
  const of = (type: string) => part.find((one) => one.type === type)?.value ?? "";
  return {
    date: `${of("year")}-${of("month")}-${of("day")}`,
    time: `${of("hour")}:${of("minute")}`,
    second: of("second"),
  };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than using it a thousand times. */
function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const digits = "2-digit" as const;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
    second: digits,
  });
  formatters.set(zone, made);
  return made;
}

function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
