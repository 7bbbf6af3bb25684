/** The daily sheet: duty, what the way adds up to, the grids visited, and the track as a picture. */

import { useState } from "preact/hooks";
import { getSheet, getTrack, type Sheet, trackAddress } from "../api/me";
import { t } from "../i18n";
import { civilDay, civilMinute } from "../time/town-time";
import { Faces } from "../ui/faces";
import { distance } from "../ui/measure";
import { useResource } from "../ui/resource";
import { TrackPicture } from "./track-picture";

/** More stays than these are folded away at first. */
const FEW = 12;

export function DayPart({ zone }: { readonly zone: string }) {
  const today = civilDay(new Date(), zone);
  const [day, setDay] = useState(today);
  const sheet = useResource(day, (signal) => getSheet(day, signal));
  return (
    <section class="part" aria-label={t("me.sheet")}>
      <h2>{t("me.sheet")}</h2>
      <label for="me-day">{t("me.day")}</label>
      <input
        id="me-day"
        type="date"
        value={day}
        max={today}
        onInput={(event) => setDay(event.currentTarget.value || today)}
      />
      <Faces of={sheet}>{(found) => <SheetOf sheet={found} zone={zone} />}</Faces>
    </section>
  );
}

function SheetOf({ sheet, zone }: { readonly sheet: Sheet; readonly zone: string }) {
  const minute = (at: string | number) => civilMinute(new Date(at), zone);
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{t("me.duties")}</dt>
          <dd>
            {sheet.duties.length === 0 && t("me.no_duty")}
            {sheet.duties.map(({ begin, end, kind }) => (
              <span key={begin} class="line">
                {minute(begin)}–{minute(end)} {t(`me.kind_${kind}`)}
              </span>
            ))}
          </dd>
        </div>
        {sheet.first_ms !== null && sheet.last_ms !== null && (
          <>
            <Fact title={t("me.known")} value={`${minute(sheet.first_ms)}–${minute(sheet.last_ms)}`} />
            <Fact title={t("me.way")} value={distance(sheet.metres)} />
            <Fact title={t("me.minutes")} value={String(Math.round(sheet.seconds / 60))} />
            <Fact
              title={t("me.fixes")}
              value={t("me.fixes_of", { fixes: sheet.fixes, used: sheet.used, gaps: sheet.gaps })}
            />
          </>
        )}
      </dl>
      {sheet.first_ms === null ? <p>{t("me.nothing")}</p> : <Way sheet={sheet} zone={zone} />}
    </>
  );
}

function Fact({ title, value }: { readonly title: string; readonly value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Way({ sheet, zone }: { readonly sheet: Sheet; readonly zone: string }) {
  const { day, stays } = sheet;
  const track = useResource(day, (signal) => getTrack(day, signal));
  const minute = (ms: number) => civilMinute(new Date(ms), zone);
  return (
    <>
      <Faces of={track}>{(found) => <TrackPicture track={found} />}</Faces>
      <details open={stays.length <= FEW}>
        <summary>{t("me.grids", { count: stays.length })}</summary>
        <ul class="stays">
          {stays.map(({ grid, name, enter_ms, leave_ms, metres }) => (
            <li key={`${grid} ${enter_ms}`}>
              {minute(enter_ms)}–{minute(leave_ms)} {name} <span class="muted">{distance(metres)}</span>
            </li>
          ))}
        </ul>
      </details>
      <div class="pair">
        <a class="button wide" href={trackAddress(day, "gpx")} download>
          {t("me.save_track", { format: "GPX" })}
        </a>
        <a class="button wide" href={trackAddress(day, "csv")} download>
          {t("me.save_track", { format: "CSV" })}
        </a>
      </div>
    </>
  );
}
