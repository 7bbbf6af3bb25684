import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Person, SearchResult } from "../../src/api/types";
import { Events } from "../../src/live/events";
import { Here } from "../../src/live/here";
import { LayersPanel } from "../../src/live/layers-panel";
import { People } from "../../src/live/people";
import { readLink } from "../../src/live/permalink";
import { SearchList } from "../../src/live/search-list";
import { createLive, LiveProvider, pickPlace } from "../../src/live/state";
import { layerOf, ruleOf, SESSION } from "../worlds";

const SHAPES = [
  (code: string) => `<script>${code}</script>`,
  (code: string) => `<img src=x onerror="${code}">`,
  (code: string) => `"><svg/onload=${code}>`,
  (code: string) => `'-${code}-'`,
  (code: string) => `javascript:${code}`,
  (code: string) => `<iframe srcdoc="<script>${code}</script>">`,
  (code: string) => `</title><body onload=${code}>`,
  (code: string) => `{{constructor.constructor('${code}')()}}`,
  (code: string) => `<a href="javascript:${code}">x</a>`,
  (code: string) => `<math><mtext></form><form><mglyph><style></math><img src onerror=${code}>`,
];
/** Three hundred names that try to be something else. */
const PAYLOADS = Array.from({ length: 300 }, (_, index) =>
  (SHAPES[index % SHAPES.length] as (code: string) => string)(`window.ran=${index}`),
);
const payload = (index: number) => PAYLOADS[index % PAYLOADS.length] as string;

const LAYER = layerOf(
  "events",
  "point",
  { rules: [ruleOf({}, { label: { zh: payload(1), en: payload(1) } })] },
  { title: { zh: payload(2), en: payload(2) }, identify: { title: { zh: payload(3), en: payload(3) } } },
);

const people: Person[] = PAYLOADS.map((name, id) => ({
  id,
  name,
  phone: payload(id + 1),
  squad: { code: payload(id + 2), name: payload(id + 3) },
  posts: [
    { post: "p", zh: payload(id + 4), en: payload(id + 4), grid: String(id), grid_name: payload(id + 5) },
  ],
  lon: 120.5,
  lat: 31.8,
}));
const features = PAYLOADS.map((title, number) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [120.5, 31.8] },
  properties: {
    number,
    title,
    category_name: payload(number + 1),
    department: payload(number + 2),
    severity: 1,
    reported_at: "2026-11-03T00:00:00Z",
  },
}));
const named = { code: payload(5), name: payload(6) };
const ANSWERS: Readonly<Record<string, unknown>> = {
  "/api/people": { total: 300, people },
  "/layers/events/items.geojson": { type: "FeatureCollection", features, numberMatched: 300 },
  "/api/lookup": {
    place: { lon: 120.5, lat: 31.8 },
    edition: { number: 1, title: payload(7), valid_from: payload(8) },
    grid: named,
    ancestors: [{ level: payload(9), ...named }],
    squad: named,
    posts: people.map(({ id, name, phone }) => ({
      post: "p",
      zh: payload(id),
      en: payload(id),
      person: { id, name, phone },
    })),
  },
};

const live = createLive(SESSION, [LAYER], readLink("", [LAYER]));

async function show(content: preact.ComponentChildren): Promise<void> {
  await act(() => render(<LiveProvider value={live}>{content}</LiveProvider>, document.body));
  await act(async () => void (await vi.advanceTimersByTimeAsync(500)));
}

function expectOnlyWords(): void {
  const made = "script, img, iframe, math, style, form, [onerror], [onload], [href^=javascript], [srcdoc]";
  expect(document.querySelectorAll(made).length).toBe(0);
  expect((window as { ran?: number }).ran).toBeUndefined();
}

beforeEach(() => {
  vi.useFakeTimers();
  const answer = (path: string) => new Response(JSON.stringify(ANSWERS[path.split("?")[0] as string] ?? {}));
  vi.stubGlobal(
    "fetch",
    vi.fn(async (path: string) => answer(path)),
  );
  live.bounds.value = [120, 31, 121, 32];
  live.view.value = { lon: 120.5, lat: 31.8, zoom: 15 };
});
afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("300 payloads as names of people stay words", async () => {
  await show(<People />);
  expect(document.querySelectorAll(".row").length).toBe(300);
  expect(document.body.textContent).toContain(payload(123));
  expectOnlyWords();
});

test("300 payloads as titles of events stay words", async () => {
  await show(<Events />);
  expect(document.querySelectorAll(".row").length).toBe(300);
  expect(document.body.textContent).toContain(payload(299));
  expectOnlyWords();
});

test("a grid, its people and what stands nearby stay words", async () => {
  pickPlace(live, 120.5, 31.8);
  await show(<Here />);
  expect(document.querySelectorAll(".posts > div").length).toBe(300);
  expect(document.querySelectorAll(".row").length).toBe(300);
  expectOnlyWords();
});

test("search results stay words", async () => {
  const results: SearchResult[] = PAYLOADS.map((title, id) => {
    return { kind: "enterprise", id: String(id), title, subtitle: payload(id + 1), lon: 0, lat: 0 };
  });
  const interpretation = { zh: payload(1), en: payload(1), lon: 0, lat: 0 };
  await show(
    <SearchList id="list" found={{ interpretation, results }} active={0} choose={() => undefined} />,
  );
  expect(document.querySelectorAll("[role=option]").length).toBe(301);
  expectOnlyWords();
});

test("titles and legends of layers stay words", async () => {
  await show(<LayersPanel />);
  expect(document.body.textContent).toContain(payload(1));
  expectOnlyWords();
});
