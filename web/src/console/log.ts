/** The log short enough for one page: what one account did of one kind within an hour is one line. */

import type { LogRow } from "../api/console";
import { named, t } from "../i18n";
import { civilDay, civilMinute } from "../time/town-time";

export type Line = {
  readonly hour: string;
  readonly actor: string;
  readonly action: string;
  readonly refused: boolean;
  readonly count: number;
  /** The first targets, each once. */
  readonly targets: readonly string[];
};

const MOST_TARGETS = 3;
/** How the page was left says nothing that its opening did not. */
const QUIET = new Set(["live.watched"]);

export function linesOf(rows: readonly LogRow[], zone: string): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const { at, actor, action, result, target } of rows) {
    if (QUIET.has(action)) continue;
    const moment = new Date(at);
    const hour = `${civilDay(moment, zone).slice(5)} ${civilMinute(moment, zone).slice(0, 2)}:00`;
    const refused = result !== "done";
    const key = [hour, actor, action, refused].join("\n");
    const before = lines.get(key) ?? { hour, actor, action, refused, count: 0, targets: [] };
    const known = target === "" || before.targets.includes(target);
    const targets = known ? before.targets : [...before.targets, target];
    lines.set(key, { ...before, count: before.count + 1, targets });
  }
  return [...lines.values()];
}

/** What was done, how often and to whom. */
export function wordsOf({ action, refused, count, targets }: Line): string {
  const what = named("log", action.replace(".", "_"));
  const shown = targets.slice(0, MOST_TARGETS).join(t("account.and"));
  const more = targets.length > MOST_TARGETS ? "…" : "";
  return [
    what,
    count > 1 ? `×${count}` : "",
    refused ? t("console.refused") : "",
    shown === "" ? "" : `${shown}${more}`,
  ]
    .filter(Boolean)
    .join(" ");
}
