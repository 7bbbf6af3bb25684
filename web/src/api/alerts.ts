/** Alerts: what rang, and the acknowledgement that stops it everywhere. */

import { ask, queryString } from "./client";
import type { Contact } from "./types";

export type Severity = "notice" | "warning" | "urgent";
/** What rules ring for. */
export type RuleKind = "enter" | "leave" | "inside_longer" | "outside_longer" | "not_visited" | "no_movement";

/**
 * An SOS of a device, or what a rule rang; `lon` and `lat` are null without a place. `stands_for` is more than 1
 * for the line that the rest of an hour is rolled into.
 */
export type Alert = {
  readonly id: number;
  readonly kind: "sos" | RuleKind;
  readonly rule: string | null;
  readonly severity: Severity;
  readonly stands_for: number;
  readonly at: string;
  readonly received_at: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly grid: string | null;
  readonly grid_name: string | null;
  readonly device: string | null;
  readonly person: Contact | null;
};

/** As many as the service gives at once. */
const MOST = 500;

/** Read the alerts that nobody has acknowledged, the latest first. */
export async function getOpenAlerts(how: { readonly signal?: AbortSignal } = {}): Promise<readonly Alert[]> {
  const query = queryString({ open: "true", limit: MOST });
  return (await ask<{ alerts: Alert[] }>(`/api/alerts${query}`, how)).alerts;
}

/** With `rest` also what the same rule rang after it within the hour. */
export function acknowledgeAlert(id: number, rest: boolean): Promise<void> {
  return ask<void>(`/api/alerts/${id}/acknowledge${queryString({ rest: String(rest) })}`, { method: "POST" });
}
