/** Says that the service is away or the positions stand still, since when, and that all is well again. */

import { useEffect, useRef } from "preact/hooks";
import { askNow, connection } from "../api/connection";
import { t } from "../i18n";
import { clock } from "../time/town-time";
import { announce } from "../ui/announce";
import { useLive } from "./state";

export function Banner() {
  const live = useLive();
  const away = connection.value === "away";
  const since = live.duty?.lostSince.value ?? null;
  const wrong = away || since !== null;
  const wasWrong = useRef(false);
  useEffect(() => {
    if (wasWrong.current && !wrong) announce(t("away.back"));
    wasWrong.current = wrong;
  }, [wrong]);
  if (!wrong) return null;
  return (
    <div class="banner" role="alert">
      <span>
        {away && t("away.banner")}{" "}
        {since !== null && t("away.still", { time: clock(new Date(since), live.town.time_zone) })}
      </span>
      {away && (
        <button type="button" class="button" onClick={() => void askNow()}>
          {t("away.now")}
        </button>
      )}
    </div>
  );
}
