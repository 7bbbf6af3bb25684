/** One person on duty in full: post, head, last contact, speed, battery; what is asked of him is on record. */

import type { ComponentChildren } from "preact";
import { getPhoneState } from "../api/calls";
import type { PhoneState } from "../api/types";
import { pick, t } from "../i18n";
import { age } from "../time/town-time";
import { useResource } from "../ui/resource";
import { SquadMark } from "../ui/squad-mark";
import { type Duty, headOf, nameOf, rowOf, serverNow } from "./duty";
import { Heard, PersonSign } from "./duty-row";
import { InCharge } from "./in-charge";
import { MessagePart } from "./message-part";
import { clearSelection, useLive } from "./state";

const TAILS_MIN = [5, 15, 30];
const KMH = 3.6;

export function DutyCard({ duty, id }: { readonly duty: Duty; readonly id: number }) {
  const live = useLive();
  const phone = useResource(`phone ${id}`, (signal) => getPhoneState(id, { signal }));
  const position = duty.newest.get(id);
  if (position === undefined) return <p class="empty">{t("duty.unknown")}</p>;
  const row = rowOf(duty, position, serverNow(duty));
  const { person } = row;
  const head = person && headOf(duty.staff.value, person);
  return (
    <section class="duty-card" aria-label={nameOf(row)}>
      <h2>
        <PersonSign row={row} />
        {nameOf(row)}
        {position.sos && <strong class="fault"> SOS</strong>}
      </h2>
      <dl class="facts">
        {person?.squad && (
          <Fact term={t("here.squad")}>
            <SquadMark squad={person.squad} />
          </Fact>
        )}
        {person && person.posts.length > 0 && <Fact term={t("duty.post")}>{postsOf(person.posts)}</Fact>}
        {person && (
          <div class="contact-line">
            <dt>{t("duty.phone")}</dt>
            <InCharge person={person} />
          </div>
        )}
        {head && <Fact term={t("duty.head")}>{head.name}</Fact>}
        <Fact term={t("duty.contact")}>
          <Heard duty={duty} atMs={position.atMs} /> · {t(`duty.state_${row.state}`)}
        </Fact>
        <Fact term={t("duty.speed")}>{speed(position.speedMps)}</Fact>
        <Fact term={t("duty.accuracy")}>{metres(position.accuracyM)}</Fact>
        <Fact term={t("duty.battery")}>
          {phone.resource.face === "data" ? battery(phone.resource.data) : t("duty.not_known")}
        </Fact>
      </dl>
      {phone.resource.face === "data" && phone.resource.data.withdrawn_at !== null && (
        <p class="fault">{t("duty.withdrawn", { time: age(sinceMs(phone.resource.data, duty)) })}</p>
      )}
      <MessagePart person={id} />
      <Tools duty={duty} />
      <button type="button" class="button" onClick={() => clearSelection(live)}>
        {t("here.clear")}
      </button>
    </section>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Follow on the map, and how much of the way behind is drawn. */
function Tools({ duty }: { readonly duty: Duty }) {
  const follow = () => {
    duty.following.value = !duty.following.value;
  };
  return (
    <div class="duty-tools">
      <button type="button" class="button" aria-pressed={duty.following.value} onClick={follow}>
        {t("duty.follow")}
      </button>
      <label>
        {t("duty.tail")}{" "}
        <select
          value={duty.tailMinutes.value}
          onChange={(event) => {
            duty.tailMinutes.value = Number(event.currentTarget.value);
          }}
        >
          {TAILS_MIN.map((minutes) => (
            <option key={minutes} value={minutes}>
              {t("time.minutes", { count: minutes })}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

const MOST_POSTS = 2;

function postsOf(posts: readonly { zh: string; en: string; grid_name: string }[]): string {
  const first = posts.slice(0, MOST_POSTS).map((post) => `${pick(post)} · ${post.grid_name}`);
  const more = posts.length - first.length;
  return first.join(t("account.and")) + (more > 0 ? t("duty.more_posts", { count: more }) : "");
}

function speed(mps: number | null): string {
  return mps === null ? t("duty.not_known") : `${(mps * KMH).toFixed(1)} km/h`;
}

function metres(accuracyM: number | null): string {
  return accuracyM === null ? t("duty.not_known") : `±${Math.round(accuracyM)} m`;
}

function sinceMs({ withdrawn_at }: PhoneState, duty: Duty): number {
  return serverNow(duty) - Date.parse(withdrawn_at ?? "");
}

function battery({ battery_pct, charging }: PhoneState): string {
  if (battery_pct === null) return t("duty.not_known");
  return `${battery_pct} %${charging ? ` · ${t("duty.charging")}` : ""}`;
}
