import { expect, test } from "vitest";
import { readChange, writeSnapshot } from "../../src/api/positions";

const TOLD =
  '{"now":1000,"alert":3,"rows":[[7,3,900,120343512,31753812,6.5,1.4,93.5,0],[8,4,800,120340000,31750000,null,0,180,16]],"gone":[9]}';

test("rows become positions in degrees; who stands still goes nowhere", () => {
  const { whole, nowMs, alert, positions, gone } = readChange("change", TOLD);
  expect([whole, nowMs, alert, gone]).toEqual([false, 1000, 3, [9]]);
  expect(positions[0]).toEqual({
    device: 7,
    person: 3,
    atMs: 900,
    lon: 120.343512,
    lat: 31.753812,
    accuracyM: 6.5,
    speedMps: 1.4,
    headingDeg: 93.5,
    sos: false,
  });
  expect(positions[1]).toMatchObject({ headingDeg: null, accuracyM: null, sos: true });
});

test("a snapshot of positions reads as those positions", () => {
  const { positions } = readChange("change", TOLD);
  const again = readChange("snapshot", writeSnapshot(1000, 3, positions));
  expect(again).toEqual({ whole: true, nowMs: 1000, alert: 3, positions, gone: [] });
});
