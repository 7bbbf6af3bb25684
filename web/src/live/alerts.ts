/** What rings on the live page: the open alerts, and for whom they make a noise. */

import { type Signal, signal } from "@preact/signals";
import { type Alert, acknowledgeAlert } from "../api/alerts";
import type { Session } from "../api/types";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { Siren } from "../ui/siren";

export type Alerts = {
  /** How often the alerts have changed, as the stream tells; negative before its first word. */
  readonly told: Signal<number>;
  readonly open: Signal<readonly Alert[]>;
  readonly siren: Siren;
  /** How long this account lets others answer first. */
  readonly waitMs: number;
};

const MAY_WATCH = "live.read";
/** Whoever sends people out is called first. */
const CALLED_FIRST = "duty.manage";
const NEXT_MS = 30_000;

export function createAlerts({ permissions }: Session): Alerts | null {
  if (!permissions.includes(MAY_WATCH)) return null;
  const waitMs = permissions.includes(CALLED_FIRST) ? 0 : NEXT_MS;
  return { told: signal(-1), open: signal([]), siren: new Siren(), waitMs };
}

/** The alerts that call over the map: every SOS, and what urgent rules ring. */
export function urgent({ open }: Alerts): readonly Alert[] {
  return open.value.filter(({ severity }) => severity === "urgent");
}

/** Those that make a noise at a moment of the server's clock: at once, or when nobody has answered. */
export function ringing(alerts: Alerts, nowMs: number): readonly Alert[] {
  return urgent(alerts).filter(({ received_at }) => nowMs - Date.parse(received_at) >= alerts.waitMs);
}

/** Who calls, the person or the device of nobody; or which rule rings, and for whom. */
export function headOf({ kind, rule, person, device }: Alert): string {
  if (kind === "sos") return t("alerts.sos", { who: person?.name ?? device ?? "" });
  return person === null ? (rule ?? "") : t("alerts.ruled", { rule: rule ?? "", who: person.name });
}

/** Where it is: the grid, some place outside, or no place at all. */
export function placeOf({ grid_name, grid, lon }: Alert): string {
  if (grid !== null) return grid_name ?? grid;
  return t(lon === null ? "alerts.no_place" : "alerts.outside");
}

/** Stop an alert for everybody; it goes from this page at once. */
export async function acknowledge(alerts: Alerts, { id, stands_for }: Alert): Promise<void> {
  try {
    await acknowledgeAlert(id, stands_for > 1);
    alerts.open.value = alerts.open.value.filter((one) => one.id !== id);
  } catch (reason) {
    announce(t("alerts.failed", { reason: reasonOf(problemFrom(reason)) }));
  }
}
