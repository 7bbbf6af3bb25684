/** How long things are kept, and all of one's own data to take home. */

import { useState } from "preact/hooks";
import { dataAddress, type Keeps } from "../api/me";
import { t } from "../i18n";
import { civilDay } from "../time/town-time";

const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

export function DataPart({ zone, keeps }: { readonly zone: string; readonly keeps: Keeps }) {
  const today = civilDay(new Date(), zone);
  const [from, setFrom] = useState(daysBefore(today, 6));
  const [to, setTo] = useState(today);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return (
    <section class="part" aria-label={t("me.data")}>
      <h2>{t("me.data")}</h2>
      <ul class="keeps">
        <li>{t("me.keep_track", { count: keeps.track_days })}</li>
        <li>{t("me.keep_figures", { count: keeps.figure_days })}</li>
        <li>{t("me.keep_audit", { count: keeps.audit_days })}</li>
      </ul>
      <div class="pair">
        <Day id="me-from" words={t("me.from")} value={from} set={setFrom} />
        <Day id="me-to" words={t("me.to")} value={to} set={setTo} />
      </div>
      {days >= 1 && days <= MOST_DAYS ? (
        <a class="button wide" href={dataAddress(from, to)} download>
          {t("me.download")}
        </a>
      ) : (
        <p class="fault">{t("me.too_long", { count: MOST_DAYS })}</p>
      )}
    </section>
  );
}

type DayProps = {
  readonly id: string;
  readonly words: string;
  readonly value: string;
  set(day: string): void;
};

function Day({ id, words, value, set }: DayProps) {
  return (
    <div>
      <label for={id}>{words}</label>
      <input id={id} type="date" value={value} onInput={(event) => set(event.currentTarget.value)} />
    </div>
  );
}

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(day) - count * DAY_MS).toISOString().slice(0, 10);
}
