import { expect, test } from "vitest";
import { createDuty, type Duty, EVERYBODY, headOf, rowsOf, take } from "../../src/live/duty";
import { nearest } from "../../src/live/nearest";
import { personOf, positionOf, SESSION } from "../worlds";

const NOW = 10_000_000;
const MINUTE = 60_000;

function opened(...rows: readonly Partial<ReturnType<typeof positionOf>>[]): Duty {
  const duty = createDuty({ ...SESSION, permissions: ["live.read"] }, EVERYBODY) as Duty;
  take(duty, changeOf(rows.map((row) => positionOf({ atMs: NOW, ...row }))));
  return duty;
}
const changeOf = (positions: ReturnType<typeof positionOf>[], gone: number[] = [], whole = false) => ({
  whole,
  nowMs: NOW,
  alert: 0,
  positions,
  gone,
});
const people = (duty: Duty) => rowsOf(duty, NOW).map(({ position }) => position.person);

test("who may not watch has nobody on duty", () => {
  expect(createDuty(SESSION, EVERYBODY)).toBeNull();
});

test("of two phones the one heard last counts, and a phone of yesterday none", () => {
  const duty = opened({ person: 1, device: 1 }, { person: 1, device: 2, atMs: NOW - MINUTE, lon: 9 });
  expect(duty.newest.get(1)?.device).toBe(1);
  take(duty, changeOf([positionOf({ person: 2, device: 3, atMs: NOW - 13 * 60 * MINUTE })]));
  expect(people(duty)).toEqual([1]);
});

test("who leaves the reader's area is gone, and a snapshot is all there is", () => {
  const duty = opened({ person: 1, device: 1 }, { person: 2, device: 2 }, { person: 3, device: 3 });
  expect(take(duty, changeOf([], [2])).left).toEqual([2]);
  const { moved, left } = take(duty, changeOf([positionOf({ person: 3, device: 3, atMs: NOW })], [], true));
  expect([moved.map(({ person }) => person), left, people(duty)]).toEqual([[3], [1], [3]]);
});

test("SOS stands first, the others by name, and filters narrow", () => {
  const duty = opened({ person: 1 }, { person: 2, sos: true }, { person: 3, atMs: NOW - 5 * MINUTE });
  const squad = { code: "1", name: "First" };
  duty.staff.value = new Map([
    [1, personOf({ id: 1, name: "Zhou", squad })],
    [2, personOf({ id: 2, name: "Wang", phone: "138****0042" })],
    [3, personOf({ id: 3, name: "An", squad })],
  ]);
  expect(people(duty)).toEqual([2, 3, 1]);
  expect(rowsOf(duty, NOW).map(({ state }) => state)).toEqual(["fresh", "late", "fresh"]);
  const filtered = (filter: object) => {
    duty.filter.value = { ...EVERYBODY, ...filter };
    return people(duty);
  };
  expect(filtered({ squad: "1" })).toEqual([3, 1]);
  expect(filtered({ squad: "none" })).toEqual([2]);
  expect(filtered({ q: "0042" })).toEqual([2]);
  expect(filtered({ post: "grid_head" })).toEqual([]);
});

test("the nearest are those who are heard of, by distance on the ground", () => {
  const duty = opened(
    { person: 1, lon: 120.01, lat: 31 },
    { person: 2, lon: 120.001, lat: 31 },
    { person: 3, lon: 120, lat: 31, atMs: NOW - 11 * MINUTE },
  );
  const found = nearest(duty, { lon: 120, lat: 31 }, NOW);
  expect(found.map(({ row }) => row.position.person)).toEqual([2, 1]);
  // a degree of longitude at 31 degrees north is 95,400 metres
  expect(found[0]?.awayM).toBeCloseTo(95.3, 0);
});

test("the head is whoever heads the grid of the first post, and nobody heads himself", () => {
  const post = (kind: string, grid: string) => ({ post: kind, grid, grid_name: grid, zh: kind, en: kind });
  const head = personOf({ id: 1, posts: [post("grid_head", "A")] });
  const member = personOf({ id: 2, posts: [post("grid_member", "A"), post("grid_member", "B")] });
  const staff = new Map([head, member].map((person) => [person.id, person]));
  expect(headOf(staff, member)).toBe(head);
  expect(headOf(staff, head)).toBeNull();
});
