/** One person on duty as a row: sign, name, post, how long ago heard of. */

import type { ComponentChildren } from "preact";
import { pick, t } from "../i18n";
import { squadSign } from "../map/squads";
import { age, exact } from "../time/town-time";
import { ShapeMark } from "../ui/shape-mark";
import { type Duty, type DutyRow, nameOf, serverNow } from "./duty";
import { pickPerson, useLive } from "./state";

type Props = {
  readonly duty: Duty;
  readonly row: DutyRow;
  readonly chosen: boolean;
  /** Beside the name instead of the age. */
  readonly aside?: ComponentChildren;
};

const CLOSE = 16;

export function DutyListRow({ duty, row, chosen, aside }: Props) {
  const live = useLive();
  const { position, person, state } = row;
  const show = () => {
    pickPerson(live, position.person);
    live.map.value?.approach([position.lon, position.lat], CLOSE);
  };
  const post = person?.posts[0];
  return (
    <li>
      <button type="button" class={`row duty-${state}`} aria-pressed={chosen} onClick={show}>
        <span class="row-head">
          <PersonSign row={row} />
          {nameOf(row)}
          {position.sos && <strong class="fault"> SOS</strong>}
          <span class="aside">{aside ?? <Heard duty={duty} atMs={position.atMs} />}</span>
        </span>
        <span class="muted">
          {post && `${pick(post)} · ${post.grid_name}`}
          {state !== "fresh" && ` · ${t(`duty.state_${state}`)}`}
        </span>
      </button>
    </li>
  );
}

export function PersonSign({ row: { person } }: { readonly row: DutyRow }) {
  const code = person?.squad?.code ?? null;
  return <ShapeMark shape={squadSign(code).shape} colour={`squad-${code}`} />;
}

/** How long ago, with the exact time on hover. */
export function Heard({ duty, atMs }: { readonly duty: Duty; readonly atMs: number }) {
  const { time_zone } = useLive().town;
  const at = new Date(atMs);
  return (
    <time dateTime={at.toISOString()} title={exact(at, time_zone)}>
      {age(serverNow(duty) - atMs)}
    </time>
  );
}
