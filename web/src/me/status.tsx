/** Am I recorded now, until when and why; and the buttons that begin and end one's own duty. */

import { useState } from "preact/hooks";
import { type Me, switchDuty } from "../api/me";
import { t } from "../i18n";
import { now } from "../time/now";
import { age, short } from "../time/town-time";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";

type Props = { readonly me: Me; again(): Promise<void> };

export function Status({ me, again }: Props) {
  const until = me.on_duty_until === null ? "" : timeOf(me.on_duty_until, me);
  const seen = me.phone.seen_at;
  return (
    <section class={me.recorded ? "part status recorded" : "part status"} aria-label={t("me.status")}>
      <h2>{t(me.recorded ? "me.recorded" : "me.not_recorded")}</h2>
      <p>{me.recorded ? t("me.recorded_until", { time: until }) : t(reasonNot(me))}</p>
      <dl class="facts">
        <div>
          <dt>{t("me.last_contact")}</dt>
          <dd>{seen === null ? t("me.never") : age(now.value.getTime() - Date.parse(seen))}</dd>
        </div>
        {me.phone.battery_pct !== null && (
          <div>
            <dt>{t("duty.battery")}</dt>
            <dd>
              {me.phone.battery_pct} % {me.phone.charging ? t("duty.charging") : ""}
            </dd>
          </div>
        )}
      </dl>
      <DutyButton me={me} again={again} />
    </section>
  );
}

function DutyButton({ me, again }: Props) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const onDuty = me.on_duty_until !== null;
  const switchOver = async () => {
    setBusy(true);
    setFault("");
    try {
      await switchDuty(!onDuty);
      await again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    }
    setBusy(false);
  };
  if (onDuty && !me.own_duty) return <p class="muted">{t("me.by_roster")}</p>;
  const unread = me.notice.needed && me.notice.confirmed.length === 0;
  return (
    <>
      <button type="button" class="button primary wide" disabled={busy || unread} onClick={switchOver}>
        {t(onDuty ? "me.stop" : "me.start")}
      </button>
      <p class="muted">{t("me.duty_hint", { hours: me.own_duty_hours })}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
    </>
  );
}

function reasonNot(me: Me): "me.why_notice" | "me.why_off_duty" | "me.why_withdrawn" {
  if (me.notice.withdrawn_at !== null) return "me.why_withdrawn";
  return me.notice.needed && me.notice.confirmed.length === 0 ? "me.why_notice" : "me.why_off_duty";
}

function timeOf(at: string, me: Me): string {
  return short(new Date(at), now.value, me.town.time_zone);
}
