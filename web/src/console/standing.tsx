/** What is open and who is silent, as two lists. */

import type { Noted, Silent } from "../api/console";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";

type Props = { readonly alerts: readonly Noted[]; readonly silent: readonly Silent[]; readonly zone: string };

export function Standing({ alerts, silent, zone }: Props) {
  const at = (moment: string) => short(new Date(moment), now.value, zone);
  return (
    <>
      <h3>{t("console.open", { count: alerts.length })}</h3>
      <ul class="console-list">
        {alerts.map((alert) => (
          <li key={alert.id}>
            {at(alert.at)} {alert.kind === "sos" ? "SOS" : (alert.rule ?? t(`alerts.kind_${alert.kind}`))}{" "}
            {alert.person} <span class="muted">{alert.grid}</span>
          </li>
        ))}
      </ul>
      <h3>{t("console.silent", { count: silent.length })}</h3>
      <ul class="console-list">
        {silent.map((one) => (
          <li key={one.person}>
            {one.name} <span class="muted">{one.number}</span> {silence(one, at)}
          </li>
        ))}
      </ul>
    </>
  );
}

function silence({ devices, seen_at }: Silent, at: (moment: string) => string): string {
  if (devices === 0) return t("console.no_device");
  return seen_at === null ? t("console.never_heard") : t("console.heard_at", { time: at(seen_at) });
}
