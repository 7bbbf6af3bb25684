/** Rules by which alerts ring: listed, tried, made, switched and deleted. */

import type { RuleKind, Severity } from "./alerts";
import { ask, send } from "./client";

/** `begin` and `end` are the town's clock; equal ones mean the whole day. Empty lists mean everybody. */
export type NewRule = {
  readonly name: string;
  readonly kind: RuleKind;
  readonly grids: readonly string[];
  /** Polygons instead of grids. */
  readonly area: GeoJSON.MultiPolygon | null;
  readonly squads: readonly string[];
  readonly posts: readonly string[];
  readonly people: readonly number[];
  readonly minutes: number | null;
  /** How long whoever does not move has to say that he is well. */
  readonly answer_minutes: number | null;
  readonly weekdays: readonly number[];
  readonly begin: string;
  readonly end: string;
  readonly severity: Severity;
};

export type AlertRule = Omit<NewRule, "area"> & {
  readonly id: number;
  readonly on: boolean;
  readonly has_area: boolean;
};

export type Tried = {
  readonly people: number;
  readonly days: readonly { readonly day: string; readonly rings: number; readonly lines: number }[];
};

const RULES = "/api/alert-rules";

export const getRules = (how: { readonly signal?: AbortSignal } = {}) =>
  ask<{ rules: readonly AlertRule[] }>(RULES, how);
export const tryRule = (rule: NewRule) => send<Tried>("POST", `${RULES}/trial`, rule);
export const makeRule = (rule: NewRule) => send<{ id: number }>("POST", RULES, rule);
export const switchRule = (id: number, on: boolean) => send<void>("PATCH", `${RULES}/${id}`, { on });
export const deleteRule = (id: number) => ask<void>(`${RULES}/${id}`, { method: "DELETE" });
