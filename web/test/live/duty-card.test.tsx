import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { language } from "../../src/i18n";
import { createDuty, type Duty, EVERYBODY, take } from "../../src/live/duty";
import { DutyCard } from "../../src/live/duty-card";
import { readLink } from "../../src/live/permalink";
import { createLive, LiveProvider } from "../../src/live/state";
import { positionOf, SESSION } from "../worlds";

const MINUTE = 60_000;
const WATCHER = { ...SESSION, permissions: ["live.read"] };

async function show(withdrawn: string | null) {
  const phone = { battery_pct: 80, charging: false, seen_at: null, withdrawn_at: withdrawn };
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(phone)));
  const duty = createDuty(WATCHER, EVERYBODY) as Duty;
  const positions = [positionOf({ person: 7, atMs: Date.now() })];
  take(duty, { whole: true, nowMs: Date.now(), alert: 0, positions, gone: [] });
  const card = <DutyCard duty={duty} id={7} />;
  const live = createLive(WATCHER, [], readLink("", []));
  await act(() => render(<LiveProvider value={live}>{card}</LiveProvider>, document.body));
  await vi.waitFor(() => expect(document.querySelector("dl")?.textContent).toContain("80 %"));
}

const told = () => [...document.querySelectorAll("p.fault")].map((one) => one.textContent);

beforeEach(() => {
  language.value = "en";
});
afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  language.value = "zh";
});

test("whoever withdrew the confirmation is told as such, with how long ago it was", async () => {
  await show(new Date(Date.now() - 5.5 * MINUTE).toISOString());
  expect(told()).toEqual([
    "Withdrew the confirmation of the notice 5 minutes ago; no place is recorded any more.",
  ]);
});

test("nothing is said while a confirmation holds", async () => {
  await show(null);
  expect(told()).toEqual([]);
});
