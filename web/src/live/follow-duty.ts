/** Keep the map in step with who is on duty: stream in, filter over, selection and names on top. */

import { effect } from "@preact/signals";
import { getStaff } from "../api/calls";
import { returned } from "../api/connection";
import { type Change, readChange, writeSnapshot } from "../api/positions";
import { shareStream } from "../api/shared-stream";
import type { StreamEvent } from "../api/stream";
import { LiveMovers } from "../map/live-movers";
import { reducedMotion, type TownMap } from "../map/town-map";
import { now } from "../time/now";
import { type Duty, fits, LIST_MS, rowOf, selectedPerson, serverNow, take } from "./duty";
import { followLate } from "./follow-late";
import { followPlayback } from "./follow-playback";
import type { Live } from "./state";

/** Signs grow pale as time goes by, though nothing comes. */
const REDRAW_S = 5;

/** Start following; returns what stops it. */
export function followDuty(live: Live, map: TownMap, duty: Duty): () => void {
  const movers = new LiveMovers(
    (place) => map.spotOf(place),
    () => serverNow(duty),
    reducedMotion(),
  );
  const person = selectedPerson(live.selected);
  map.movers.show(movers);
  const stops = [
    ...(live.playback
      ? [followPlayback(live.playback, duty, map, movers), followLate(live, live.playback)]
      : []),
    listen(live, duty, ({ event, data }) => {
      const change = readChange(event, data);
      if (live.alerts) live.alerts.told.value = change.alert;
      hear(duty, movers, change, map);
    }),
    followStaff(duty, movers, map),
    effect(() => {
      const filter = duty.filter.value;
      duty.staff.value;
      movers.filter((position) => fits(rowOf(duty, position, serverNow(duty)), filter));
      map.movers.redraw();
    }),
    effect(() => map.movers.select(person.value)),
    effect(() => {
      map.movers.following = duty.following.value && person.value !== null;
      map.movers.redraw();
    }),
    effect(() => {
      movers.tailMs = duty.tailMinutes.value * 60_000;
      map.movers.redraw();
    }),
    effect(() => {
      if (now.value.getSeconds() % REDRAW_S === 0) map.movers.redraw();
    }),
  ];
  return () => {
    map.movers.show(null);
    for (const stop of stops) stop();
  };
}

function lookOf(duty: Duty, person: number) {
  const known = duty.staff.peek().get(person);
  return { name: known?.name ?? `#${person}`, squad: known?.squad?.code ?? null };
}

function hear(duty: Duty, movers: LiveMovers, change: Change, map: TownMap): void {
  const { moved, left } = take(duty, change);
  const wallMs = performance.now();
  for (const position of moved) movers.take(position, lookOf(duty, position.person), wallMs);
  for (const person of left) movers.remove(person);
  map.movers.redraw();
}

/** Everything that comes goes to the map at once, and to the lists at their own pace. */
function listen(live: Live, duty: Duty, heard: (event: StreamEvent) => void): () => void {
  let due = 0;
  const listener = {
    hear(event: StreamEvent) {
      heard(event);
      if (due !== 0) return;
      due = window.setTimeout(() => {
        due = 0;
        duty.changed.value += 1;
      }, LIST_MS);
    },
    turn(up: boolean) {
      if (up) duty.lostSince.value = null;
      else duty.lostSince.value ??= serverNow(duty);
    },
  };
  const snapshot = () => {
    const data = writeSnapshot(serverNow(duty), live.alerts?.told.peek() ?? 0, duty.newest.values());
    return { id: "", event: "snapshot", data };
  };
  const stop = shareStream("/api/live", `wangge.live.${live.session.account.name}`, listener, snapshot);
  return () => {
    clearTimeout(due);
    stop();
  };
}

/** Names, squads and posts; read again when the service is back. */
function followStaff(duty: Duty, movers: LiveMovers, map: TownMap): () => void {
  return effect(() => {
    returned.value;
    const aborter = new AbortController();
    getStaff({ signal: aborter.signal }).then(
      (staff) => {
        duty.staff.value = new Map(staff.map((person) => [person.id, person]));
        movers.name((person) => lookOf(duty, person));
        map.movers.redraw();
      },
      () => undefined,
    );
    return () => aborter.abort();
  });
}
