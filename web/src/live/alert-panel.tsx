/** The alerts that nobody has acknowledged, and for those who manage them the rules by which they ring. */

import { useState } from "preact/hooks";
import { t } from "../i18n";
import { AlertLine } from "./alert-line";
import { AlertRules } from "./alert-rules";
import { mayAskForNotices } from "./follow-alerts";
import { useLive } from "./state";

const MAY_RULE = "alert.manage";

export function AlertPanel() {
  const { alerts, duty, session } = useLive();
  if (alerts === null || duty === null) return null;
  const open = alerts.open.value;
  return (
    <>
      <NoticesOff />
      {open.length === 0 && <p class="empty">{t("alerts.none")}</p>}
      <ul class="rows">
        {open.map((alert) => (
          <AlertLine key={alert.id} alerts={alerts} duty={duty} alert={alert} />
        ))}
      </ul>
      {session.permissions.includes(MAY_RULE) && <AlertRules />}
    </>
  );
}

/** Until the browser has asked, alerts do not show on the desktop. */
function NoticesOff() {
  const [asking, setAsking] = useState(mayAskForNotices);
  if (!asking) return null;
  const ask = () => Notification.requestPermission().then(() => setAsking(mayAskForNotices()));
  return (
    <div class="hint">
      <span>{t("alerts.notices_off")}</span>
      <button type="button" class="button" onClick={() => void ask()}>
        {t("alerts.notices_on")}
      </button>
    </div>
  );
}
