/** Who is on duty and where, as the live stream tells: the newest position of everybody, and who is asked for. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Change, Position } from "../api/positions";
import type { Person, Session } from "../api/types";
import { type Freshness, freshness } from "../map/mover";

/** Which of them are wanted; an empty text asks for all. */
export type DutyFilter = {
  readonly q: string;
  readonly squad: string;
  readonly post: string;
  readonly state: Freshness | "";
};
export const EVERYBODY: DutyFilter = { q: "", squad: "", post: "", state: "" };

export type DutyRow = {
  readonly position: Position;
  readonly person: Person | null;
  readonly state: Freshness;
};

export type Duty = {
  /** By person; changes in place, and `changed` counts the changes. */
  readonly newest: Map<number, Position>;
  readonly changed: Signal<number>;
  readonly staff: Signal<ReadonlyMap<number, Person>>;
  readonly filter: Signal<DutyFilter>;
  /** Since when nothing has come, in milliseconds of the server's clock; null while the stream runs. */
  readonly lostSince: Signal<number | null>;
  readonly aheadMs: Signal<number>;
  readonly following: Signal<boolean>;
  readonly tailMinutes: Signal<number>;
};

/** Selected people are things of this name. */
export const DUTY = "duty";
const MAY_WATCH = "live.read";
/** Whoever has not been heard of for longer than any shift is not on duty. */
const LONGEST_SHIFT_MS = 12 * 3600_000;
/** Rows are sorted again at most so often. */
export const LIST_MS = 1000;

export function createDuty(session: Session, filter: DutyFilter): Duty | null {
  if (!session.permissions.includes(MAY_WATCH)) return null;
  return {
    newest: new Map(),
    changed: signal(0),
    staff: signal(new Map()),
    filter: signal(filter),
    lostSince: signal(null),
    aheadMs: signal(0),
    following: signal(false),
    tailMinutes: signal(15),
  };
}

/** The server's time by this page's clock. */
export function serverNow(duty: Duty): number {
  return Date.now() + duty.aheadMs.peek();
}

/** Take what the stream told; returns the people whose newest position is another now, and who left. */
export function take(duty: Duty, change: Change): { readonly moved: Position[]; readonly left: number[] } {
  const before = new Set(change.whole ? duty.newest.keys() : []);
  const gone = new Set(change.gone);
  for (const [person, { device }] of duty.newest) if (gone.has(device)) before.add(person);
  for (const person of before) duty.newest.delete(person);
  const moved: Position[] = [];
  for (const position of change.positions) {
    if (!isNews(duty, position, change.nowMs)) continue;
    duty.newest.set(position.person, position);
    before.delete(position.person);
    moved.push(position);
  }
  duty.aheadMs.value = change.nowMs - Date.now();
  return { moved, left: [...before] };
}

/** Of several phones of one person the one heard last counts. */
function isNews({ newest }: Duty, position: Position, nowMs: number): boolean {
  const known = newest.get(position.person);
  const newer = known === undefined || known.device === position.device || position.atMs > known.atMs;
  return newer && nowMs - position.atMs < LONGEST_SHIFT_MS;
}

export function rowOf(duty: Duty, position: Position, nowMs: number): DutyRow {
  const person = duty.staff.value.get(position.person) ?? null;
  return { position, person, state: freshness(nowMs - position.atMs) };
}

/** Everybody who is wanted but for the state, so that the states can be counted: SOS first, then by name. */
export function rowsOf(duty: Duty, nowMs: number): DutyRow[] {
  const rows = Array.from(duty.newest.values(), (position) => rowOf(duty, position, nowMs));
  const filter = { ...duty.filter.value, state: "" as const };
  return rows.filter((row) => fits(row, filter)).sort(inOrder);
}

export function fits({ position, person, state }: DutyRow, filter: DutyFilter): boolean {
  if (filter.state !== "" && state !== filter.state) return false;
  if (filter.squad !== "" && (person?.squad?.code ?? NO_SQUAD) !== filter.squad) return false;
  if (filter.post !== "" && !person?.posts.some(({ post }) => post === filter.post)) return false;
  const wanted = filter.q.trim().toLowerCase();
  return wanted === "" || wordsOf(position, person).toLowerCase().includes(wanted);
}

export const NO_SQUAD = "none";

function wordsOf(position: Position, person: Person | null): string {
  if (person === null) return `#${position.person}`;
  const posts = person.posts.map((post) => `${post.zh} ${post.en} ${post.grid} ${post.grid_name}`);
  return [person.name, person.phone ?? "", ...posts].join(" ");
}

const byName = new Intl.Collator("zh-CN");

function inOrder(one: DutyRow, other: DutyRow): number {
  const sos = Number(other.position.sos) - Number(one.position.sos);
  return sos || byName.compare(nameOf(one), nameOf(other)) || one.position.person - other.position.person;
}

/** A person outside the reader's list of staff has a number only. */
export function nameOf({ person, position }: Pick<DutyRow, "person" | "position">): string {
  return person?.name ?? `#${position.person}`;
}

/** Whoever heads the grid of somebody's first post. */
export function headOf(staff: ReadonlyMap<number, Person>, { id, posts }: Person): Person | null {
  const grid = posts[0]?.grid;
  const heads = Array.from(staff.values()).filter((one) =>
    one.posts.some((post) => post.post === "grid_head" && post.grid === grid),
  );
  return heads.find((one) => one.id !== id) ?? null;
}

/** The number of the person who is selected, if it is one on duty. */
export function selectedPerson(
  selected: ReadonlySignal<{ readonly thing: { readonly layer: string; readonly id: string } | null } | null>,
): ReadonlySignal<number | null> {
  return computed(() => {
    const thing = selected.value?.thing;
    return thing?.layer === DUTY ? Number(thing.id) : null;
  });
}
