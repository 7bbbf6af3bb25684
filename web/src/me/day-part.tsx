/** The daily sheet: duty, what the way adds up to, the grids visited, and the track as a picture. */

import { useState } from "preact/hooks";
import { getSheet, getTrack, type Sheet, type Stay, trackAddress } from "../api/me";
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
  const stored = sheet.first_ms !== null || sheet.gone;
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
          <Fact title={t("me.known")} value={`${minute(sheet.first_ms)}–${minute(sheet.last_ms)}`} />
        )}
        {stored && <Figures sheet={sheet} />}
      </dl>
      {!stored && <p>{t("me.nothing")}</p>}
      {sheet.gone && <p>{t("me.gone")}</p>}
      {sheet.first_ms !== null && <Way day={sheet.day} />}
      {stored && <Stays stays={sheet.stays} zone={zone} />}
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

function Figures({ sheet }: { readonly sheet: Sheet }) {
  const { metres, seconds, fixes, used, gaps } = sheet;
  return (
    <>
      <Fact title={t("me.way")} value={distance(metres)} />
      <Fact title={t("me.minutes")} value={String(Math.round(seconds / 60))} />
      <Fact title={t("me.fixes")} value={t("me.fixes_of", { fixes, used, gaps })} />
    </>
  );
}

function Way({ day }: { readonly day: string }) {
  const track = useResource(day, (signal) => getTrack(day, signal));
  return (
    <>
      <Faces of={track}>{(found) => <TrackPicture track={found} />}</Faces>
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

function Stays({ stays, zone }: { readonly stays: readonly Stay[]; readonly zone: string }) {
  const minute = (ms: number) => civilMinute(new Date(ms), zone);
  return (
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
  );
}
