/** One open alert: who and where, how long ago, a way there, and the button that stops it. */

import type { Alert } from "../api/alerts";
import { t } from "../i18n";
import { now } from "../time/now";
import { age } from "../time/town-time";
import { type Alerts, acknowledge, headOf, placeOf } from "./alerts";
import type { Duty } from "./duty";
import { pickPlace, useLive } from "./state";

const NEAR_ZOOM = 16;

type Props = { readonly alerts: Alerts; readonly duty: Duty; readonly alert: Alert };

export function AlertLine({ alerts, duty, alert }: Props) {
  const live = useLive();
  const { lon, lat, kind, stands_for } = alert;
  const head = headOf(alert);
  const agoMs = now.value.getTime() + duty.aheadMs.value - Date.parse(alert.at);
  const show = () => {
    if (lon === null || lat === null) return;
    pickPlace(live, lon, lat);
    live.map.value?.approach([lon, lat], NEAR_ZOOM);
  };
  return (
    <li class={`alert-line ${alert.severity}`}>
      <button type="button" class="alert-what" disabled={lon === null} onClick={show}>
        <strong>{head}</strong>
        <span>
          {kind !== "sos" && `${t(`alerts.kind_${kind}`)} · `}
          {placeOf(alert)} · <time dateTime={alert.at}>{age(agoMs)}</time>
          {stands_for > 1 && ` · ${t("alerts.together", { count: stands_for })}`}
        </span>
      </button>
      <button
        type="button"
        class="button"
        aria-label={t("alerts.acknowledge_of", { who: head })}
        onClick={() => void acknowledge(alerts, alert)}
      >
        {t("alerts.acknowledge")}
      </button>
    </li>
  );
}
