/** The sheet itself: visits with their playback, people with duty, silences and what was left out, events. */

import { Play } from "lucide-preact";
import type { Been, Happened, Proof, Silence, Span, Witness } from "../api/coverage";
import { named, t } from "../i18n";
import { civilMinute } from "../time/town-time";
import { playbackAddress } from "./playback-address";
import { useInspector } from "./state";
import { bounded, StateMark, stateWords } from "./words";

export function ProofSheet({ proof }: { readonly proof: Proof }) {
  const names = new Map(proof.people.map(({ person, name }) => [person, name]));
  return (
    <>
      <p>
        <StateMark state={proof.row.state} /> {stateWords(proof.row)} · {bounded(proof.row)} ·{" "}
        {t("insp.edition", { number: proof.edition })}
      </p>
      <h4>{t("insp.visits")}</h4>
      {proof.visits.length === 0 && <p class="muted">{t("insp.no_visits")}</p>}
      <ul class="insp-rows">
        {proof.visits.map((visit) => (
          <Visit key={`${visit.person} ${visit.enter}`} visit={visit} name={names.get(visit.person) ?? ""} />
        ))}
      </ul>
      {proof.others > 0 && <p class="muted">{t("insp.others", { count: proof.others })}</p>}
      <h4>{t("insp.people")}</h4>
      {proof.people.length === 0 && <p class="muted">{t("insp.no_people")}</p>}
      <ul class="insp-rows">
        {proof.people.map((one) => (
          <Person key={one.person} one={one} />
        ))}
      </ul>
      <Events events={proof.events} />
    </>
  );
}

function Visit({ visit, name }: { readonly visit: Been; readonly name: string }) {
  const { zone } = useInspector();
  const span = t(visit.entered && visit.left ? "insp.seen_both" : "insp.seen_part", {
    enter: civilMinute(new Date(visit.enter), zone),
    leave: civilMinute(new Date(visit.leave), zone),
  });
  return (
    <li>
      <strong>{name}</strong> <span>{span}</span>{" "}
      <span class="muted">
        {t("insp.stay", { minutes: visit.minutes.toFixed(1), metres: Math.round(visit.metres) })}
        {!visit.entered && ` · ${t("insp.not_entered")}`}
        {!visit.left && ` · ${t("insp.not_left")}`}
        {!visit.counts && ` · ${t("insp.too_short")}`}
      </span>{" "}
      <a href={playbackAddress(visit.person, visit.enter, visit.leave)} target="_blank" rel="noreferrer">
        <Play size={14} aria-hidden="true" />
        {t("insp.play", { name })}
      </a>
    </li>
  );
}

function Person({ one }: { readonly one: Witness }) {
  const { zone } = useInspector();
  const flags = Object.entries(one.flagged);
  return (
    <li>
      <strong>{one.name}</strong> <span class="muted">{one.number}</span>{" "}
      {one.posts.length > 0 && <span>{one.posts.map((post) => named("post", post)).join(" ")}</span>}
      <p>
        {one.duties.length > 0 ? t("insp.on_duty", { spans: told(one.duties, zone) }) : t("insp.off_duty")}
      </p>
      {one.silences.length > 0 && <p>{t("insp.silent", { spans: silent(one.silences, zone) })}</p>}
      {one.fixes !== null && one.used !== null && (
        <p class="muted">
          {t("insp.fixes", { used: one.used, fixes: one.fixes })}
          {flags.map(([flag, count]) => ` · ${named("flag", flag)} ${count}`).join("")}
        </p>
      )}
      {!one.kept && <p>{t("insp.not_kept")}</p>}
    </li>
  );
}

function told(spans: readonly Span[], zone: string): string {
  const minute = (at: string) => civilMinute(new Date(at), zone);
  return spans.map(({ begin, end }) => `${minute(begin)}–${minute(end)}`).join(", ");
}

/** When nobody knew where he was, and why. */
function silent(spans: readonly Silence[], zone: string): string {
  return spans.map((one) => `${told([one], zone)} (${t(`insp.cause_${one.why}`)})`).join(", ");
}

function Events({ events }: { readonly events: readonly Happened[] | null }) {
  const { zone } = useInspector();
  if (events === null) return null;
  return (
    <>
      <h4>{t("insp.events")}</h4>
      {events.length === 0 && <p class="muted">{t("insp.no_events")}</p>}
      <ul class="insp-rows">
        {events.map((one) => (
          <li key={one.number}>
            <span>{civilMinute(new Date(one.reported_at), zone)}</span> {t(`severity.${one.severity}`)}{" "}
            <strong>{one.title}</strong> <span class="muted">{one.category}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
