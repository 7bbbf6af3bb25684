/** The alerts that nobody has acknowledged, and for those who manage them the rules by which they ring. */

import { t } from "../i18n";
import { AlertLine } from "./alert-line";
import { AlertRules } from "./alert-rules";
import { useLive } from "./state";

const MAY_RULE = "alert.manage";

export function AlertPanel() {
  const { alerts, duty, session } = useLive();
  if (alerts === null || duty === null) return null;
  const open = alerts.open.value;
  return (
    <>
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
