/** What a reading is for: its kinds, and what exists to bind it to. */

import { ask, queryString } from "./client";
import type { Purpose } from "./types";

/** In the order in which they are offered. */
export const PURPOSES: readonly Purpose[] = ["case", "alert", "drill", "finding", "own_request"];

/** What is read for, and the number of what that is bound to; none for a drill. */
export type Why = { readonly purpose: Purpose; readonly reference: string };

export type Choice = {
  readonly reference: string;
  readonly title: string;
  /** Of an alert or of a request. */
  readonly kind: string | null;
  readonly at: string | null;
  readonly person: number | null;
  readonly name: string | null;
};

/** List what a purpose may be bound to; `day` is that of a finding. */
export async function getChoices(
  purpose: Bound,
  day: string | null,
  how: { readonly signal?: AbortSignal } = {},
): Promise<readonly Choice[]> {
  return (await ask<{ rows: Choice[] }>(`/api/purposes/${purpose}${queryString({ day })}`, how)).rows;
}

/** A drill is about nothing that is stored. */
export const isBound = (purpose: Purpose): purpose is Bound => purpose !== "drill";
export type Bound = Exclude<Purpose, "drill">;

/** The whole reason, or null while something of it is still to be chosen. */
export function whyOf(purpose: Purpose | "", reference: string): Why | null {
  if (purpose === "") return null;
  if (!isBound(purpose)) return { purpose, reference: "" };
  return reference === "" ? null : { purpose, reference };
}
