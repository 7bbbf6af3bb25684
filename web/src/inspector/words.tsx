/** States, causes and figures as people read them; each state has a sign beside its colour. */

import type { Row, State } from "../api/coverage";
import { language, t } from "../i18n";

export const SIGNS: Readonly<Record<State, string>> = { covered: "●", unknown: "◐", not_covered: "■" };
export const STATES: readonly State[] = ["covered", "unknown", "not_covered"];

export function StateMark({ state }: { readonly state: State }) {
  return (
    <span class={`cover-sign ${state}`} aria-hidden="true">
      {SIGNS[state]}
    </span>
  );
}

/** The state with its cause, such as: not covered, nobody rostered. */
export function stateWords({ state, cause }: Pick<Row, "state" | "cause">): string {
  const words = t(`insp.state_${state}`);
  return cause === null ? words : t("insp.with_cause", { state: words, cause: t(`insp.cause_${cause}`) });
}

/** A count as people write long ones. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString(language.value);
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** The share with how far it may be wrong. */
export function bounded({ covered, off }: Pick<Row, "covered" | "off">): string {
  return `${(covered * 100).toFixed(1)} ± ${(off * 100).toFixed(1)}%`;
}

/** What is measured needs ground: where nothing is patrolled there is no share. */
export function shareOf(row: Row): string {
  return row.area_m2 > 0 ? bounded(row) : "–";
}
