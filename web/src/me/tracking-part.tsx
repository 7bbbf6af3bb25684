/** The page's own tracking, for phones that can run none of the apps: on or off, and what was sent. */

import type { Me } from "../api/me";
import { t } from "../i18n";
import { clock } from "../time/town-time";
import { type Tracking, useTracking } from "./use-tracking";

const TROUBLES = { denied: "me.tracking_denied", no_place: "me.tracking_no_place" } as const;

export function OwnTracking({ me }: { readonly me: Me }) {
  const tracking = useTracking(me);
  const { on, waiting } = tracking;
  const able = "geolocation" in navigator && window.isSecureContext;
  return (
    <section class="part" aria-label={t("me.tracking")}>
      <details open={on || waiting > 0}>
        <summary>
          <h2>{t(on ? "me.tracking_on" : "me.tracking_off")}</h2>
        </summary>
        <p class="muted">{t("me.tracking_hint")}</p>
        {able ? <Button me={me} tracking={tracking} /> : <p>{t("me.tracking_none")}</p>}
        <Said tracking={tracking} zone={me.town.time_zone} />
      </details>
    </section>
  );
}

function Button({ me, tracking }: { readonly me: Me; readonly tracking: Tracking }) {
  const { on, set } = tracking;
  if (!me.recorded) return <p>{t("me.tracking_ended")}</p>;
  return (
    <button type="button" class={on ? "button wide" : "button primary wide"} onClick={() => set(!on)}>
      {t(on ? "me.tracking_stop" : "me.tracking_start")}
    </button>
  );
}

function Said({ tracking, zone }: { readonly tracking: Tracking; readonly zone: string }) {
  const { on, sentAt, waiting, trouble, awake } = tracking;
  return (
    <div role="status">
      {(on || sentAt !== null) && (
        <p>{sentAt ? t("me.tracking_sent", { time: clock(sentAt, zone) }) : t("me.tracking_unsent")}</p>
      )}
      {waiting > 0 && <p>{t("me.tracking_waiting", { count: waiting })}</p>}
      {trouble !== null && <p class="fault">{t(TROUBLES[trouble])}</p>}
      {awake !== null && <p class="muted">{t(awake ? "me.tracking_awake" : "me.tracking_asleep")}</p>}
    </div>
  );
}
