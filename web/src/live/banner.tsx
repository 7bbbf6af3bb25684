/** Says that the service is away, and that it is back. */

import { useEffect, useRef } from "preact/hooks";
import { askNow, connection } from "../api/connection";
import { t } from "../i18n";
import { announce } from "../ui/announce";

export function Banner() {
  const away = connection.value === "away";
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !away) announce(t("away.back"));
    wasAway.current = away;
  }, [away]);
  if (!away) return null;
  return (
    <div class="banner" role="alert">
      <span>{t("away.banner")}</span>
      <button type="button" class="button" onClick={() => void askNow()}>
        {t("away.now")}
      </button>
    </div>
  );
}
