import { expect, test } from "vitest";
import type { Alert } from "../../src/api/alerts";
import { type Alerts, createAlerts, headOf, placeOf, ringing, urgent } from "../../src/live/alerts";
import { personOf, SESSION } from "../worlds";

const RECEIVED_MS = 1_000_000;
const SOS: Alert = {
  id: 1,
  kind: "sos",
  rule: null,
  severity: "urgent",
  stands_for: 1,
  at: new Date(RECEIVED_MS).toISOString(),
  received_at: new Date(RECEIVED_MS).toISOString(),
  lon: null,
  lat: null,
  grid: null,
  grid_name: null,
  device: "XK0001-phone",
  person: null,
};

function opened(...permissions: readonly string[]): Alerts {
  const alerts = createAlerts({ ...SESSION, permissions }) as Alerts;
  alerts.open.value = [SOS];
  return alerts;
}

test("nothing rings for those who may not see who is on duty", () => {
  expect(createAlerts(SESSION)).toBeNull();
});

test("whoever sends people out is called at once, the others when nobody has answered for half a minute", () => {
  const heard = (alerts: Alerts, after: number) => ringing(alerts, RECEIVED_MS + after).length;
  const [first, next] = [opened("live.read", "duty.manage"), opened("live.read")];
  expect([heard(first, 0), heard(next, 0), heard(next, 29_999), heard(next, 30_000)]).toEqual([1, 0, 0, 1]);
});

test("a call without a person is the device's, and one without a place says so", () => {
  const { id, name, phone } = personOf({ name: "Wang" });
  const person = { id, name, phone };
  expect([headOf(SOS), headOf({ ...SOS, person })]).toEqual(["SOS XK0001-phone", "SOS Wang"]);
  expect(placeOf({ ...SOS, grid: "1", grid_name: "First" })).toBe("First");
  expect(placeOf(SOS)).not.toBe(placeOf({ ...SOS, lon: 1, lat: 1 }));
});

test("of what rules ring only the urgent makes a noise", () => {
  const alerts = opened("live.read", "duty.manage");
  const ruled = { ...SOS, kind: "not_visited", rule: "market", device: null, severity: "warning" } as const;
  alerts.open.value = [ruled, { ...ruled, id: 2, severity: "urgent" }];
  expect(urgent(alerts).map(({ id }) => id)).toEqual([2]);
  expect(ringing(alerts, RECEIVED_MS).map(({ id }) => id)).toEqual([2]);
  expect(headOf(ruled)).toBe("market");
});
