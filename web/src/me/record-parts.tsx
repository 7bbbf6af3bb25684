/** Who looked and what for, and what was refused; both from the record. */

import { getReadings, getRefused, type Reading, type Refusal } from "../api/me";
import type { Purpose } from "../api/types";
import { type Key, t } from "../i18n";
import { now } from "../time/now";
import { exact, short } from "../time/town-time";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";

const ACTS: Readonly<Record<string, Key>> = {
  "track.playback": "me.act_playback",
  "track.tracks": "me.act_tracks",
  "track.positions": "me.act_positions",
  "track.passed": "me.act_passed",
  "track.suspicions": "me.act_suspicions",
  "track.proof": "me.act_proof",
  "track.coverage": "me.act_coverage",
  "finding.make": "me.act_finding",
  "finding.read": "me.act_finding_read",
  "people.unmask": "me.act_unmask",
  "live.person": "me.act_person",
  "device.datum_check": "me.act_datum",
  "me.open": "me.act_open",
  "me.data": "me.act_data",
};
const REASONS: Readonly<Record<string, Key>> = {
  off_duty: "me.reason_off_duty",
  no_notice: "me.reason_no_notice",
};
const PURPOSES: Readonly<Record<string, Key>> = {
  case: "purpose.case",
  alert: "purpose.alert",
  drill: "purpose.drill",
  finding: "purpose.finding",
  own_request: "purpose.own_request",
} satisfies Record<Purpose, Key>;

export function ReadingsPart({ zone }: { readonly zone: string }) {
  const readings = useResource("readings", getReadings);
  return (
    <section class="part" aria-label={t("me.readings")}>
      <h2>{t("me.readings")}</h2>
      <p class="muted">{t("me.readings_hint")}</p>
      <Faces of={readings} empty={({ rows }) => (rows.length === 0 ? t("me.readings_none") : null)}>
        {({ rows }) => (
          <ul class="rows">
            {rows.map((row) => (
              <ReadingRow key={`${row.at} ${row.action}`} row={row} zone={zone} />
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}

function ReadingRow({ row, zone }: { readonly row: Reading; readonly zone: string }) {
  const act = ACTS[row.action];
  const purpose = row.purpose === null ? null : (PURPOSES[row.purpose] ?? null);
  const span = row.begin && row.end ? `${shown(row.begin, zone)} – ${shown(row.end, zone)}` : "";
  return (
    <li class="row">
      <span>
        {row.own ? t("me.yourself") : row.who} · {act ? t(act) : row.action}
      </span>
      <span class="muted">
        {exact(new Date(row.at), zone)}
        {purpose && ` · ${t(purpose)}`} {row.reference}
      </span>
      {span && <span class="muted">{t("me.span", { span })}</span>}
    </li>
  );
}

/** A moment in the town's time; a civil day stands as it is. */
function shown(text: string, zone: string): string {
  return text.length === 10 ? text : exact(new Date(text), zone).slice(0, 16);
}

export function RefusedPart({ zone }: { readonly zone: string }) {
  const refused = useResource("refused", getRefused);
  return (
    <section class="part" aria-label={t("me.refused")}>
      <h2>{t("me.refused")}</h2>
      <p class="muted">{t("me.refused_hint")}</p>
      <Faces of={refused} empty={({ rows }) => (rows.length === 0 ? t("me.refused_none") : null)}>
        {({ rows }) => (
          <ul class="rows">
            {rows.map((row) => (
              <li key={`${row.hour} ${row.reason}`} class="row">
                <span>{wordsOf(row)}</span>
                <span class="muted">
                  {t("me.in_hour", { time: short(new Date(row.hour), now.value, zone) })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}

function wordsOf({ reason, refused }: Refusal): string {
  const known = REASONS[reason];
  return t("me.refused_row", { count: refused, why: known ? t(known) : reason });
}
