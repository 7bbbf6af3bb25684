/** What lies over the map while somebody calls for help, and until the browser allows sound. */

import { useEffect } from "preact/hooks";
import type { Alert } from "../api/alerts";
import { t } from "../i18n";
import { now } from "../time/now";
import { AlertLine } from "./alert-line";
import { type Alerts, headOf, placeOf, ringing, urgent } from "./alerts";
import { type Duty, serverNow } from "./duty";
import { followAlerts } from "./follow-alerts";
import { useLive } from "./state";

export function AlertBars({ alerts, duty }: { readonly alerts: Alerts; readonly duty: Duty }) {
  useEffect(() => followAlerts(alerts, () => serverNow(duty)), [alerts, duty]);
  const calls = urgent(alerts);
  return (
    <div class="alert-bars">
      <div class="heard" aria-live="assertive">
        {calls.map(spoken).join(t("account.and"))}
      </div>
      {calls.length > 0 && (
        <section class="sos" aria-label={t("alerts.label")}>
          <ul>
            {calls.map((alert) => (
              <AlertLine key={alert.id} alerts={alerts} duty={duty} alert={alert} />
            ))}
          </ul>
        </section>
      )}
      {alerts.siren.sound.value === "off" && <SoundBar alerts={alerts} />}
    </div>
  );
}

function spoken(alert: Alert): string {
  return `${headOf(alert)} ${placeOf(alert)}`;
}

function SoundBar({ alerts }: { readonly alerts: Alerts }) {
  return (
    <div class="sound-off">
      <span>{t("alerts.sound_off")}</span>
      <button type="button" class="button" onClick={alerts.siren.allow}>
        {t("alerts.sound_on")}
      </button>
    </div>
  );
}

/** The page's title, which calls every other second while something rings. */
export function Title({ words }: { readonly words: string }) {
  const { alerts, duty } = useLive();
  const first = alerts && duty && urgent(alerts).length > 0 ? loudest(alerts, duty) : undefined;
  const title = first && now.value.getSeconds() % 2 === 0 ? headOf(first) : words;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

function loudest(alerts: Alerts, duty: Duty): Alert | undefined {
  return ringing(alerts, now.value.getTime() + duty.aheadMs.value)[0];
}
