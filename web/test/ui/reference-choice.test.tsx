import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Bound, type Choice, whyOf } from "../../src/api/purposes";
import { language } from "../../src/i18n";
import { ReferenceChoice } from "../../src/ui/reference-choice";

const ROW: Choice = { reference: "1", title: "", kind: null, at: null, person: null, name: null };
const asked: string[] = [];
const chosen: string[] = [];
let rows: readonly Choice[] = [];

async function show(purpose: Bound, person: number | null = null, value = "") {
  await act(() =>
    render(
      <ReferenceChoice
        id="choice"
        purpose={purpose}
        day="2026-11-02"
        person={person}
        zone="Asia/Shanghai"
        value={value}
        set={(reference) => chosen.push(reference)}
      />,
      document.body,
    ),
  );
  await act(() => new Promise((answered) => setTimeout(answered)));
}

const options = () => [...document.querySelectorAll("option")].map(({ textContent }) => textContent);

async function choose(value: string) {
  const select = document.querySelector("select");
  if (select === null) throw new Error("nothing to choose from");
  select.value = value;
  await act(() => void select.dispatchEvent(new Event("change", { bubbles: true })));
}

beforeEach(() => {
  language.value = "en";
  asked.length = 0;
  chosen.length = 0;
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return new Response(JSON.stringify({ rows }));
  });
});
afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  language.value = "zh";
});

test("alerts are told by what rang, of whom and when", async () => {
  rows = [
    { ...ROW, reference: "7", kind: "sos", at: "2026-11-02T04:00:00Z", person: 1, name: "Li Example" },
    { ...ROW, reference: "6", kind: "enter", title: "Reservoir" },
  ];
  await show("alert");
  expect(asked).toEqual(["/api/purposes/alert?day=2026-11-02"]);
  expect(options()).toEqual([
    "Choose one",
    expect.stringMatching(/^SOS · Li Example · .*12:00 · 7$/),
    "enters · Reservoir · 6",
  ]);
  await choose("7");
  expect(chosen).toEqual(["7"]);
});

test("a grid is told by its code, and bound with its day", async () => {
  rows = [{ ...ROW, reference: "320281999001001/2026-11-02", title: "Grid 1" }];
  await show("finding");
  expect(options()).toEqual(["Choose one", "Grid 1 · 320281999001001"]);
  await choose("320281999001001/2026-11-02");
  expect(chosen).toEqual(["320281999001001/2026-11-02"]);
});

test("a request is only for reading of whoever made it", async () => {
  rows = [
    { ...ROW, reference: "3", kind: "correction", person: 1, name: "Li Example" },
    { ...ROW, reference: "4", kind: "question", person: 2, name: "Wu Example" },
  ];
  await show("own_request", 2);
  expect(options()).toEqual(["Choose one", "A question · Wu Example · 4"]);
  await show("own_request", null);
  expect(options()).toEqual(["Choose that person first"]);
});

test("an event that is not listed is written by its number", async () => {
  rows = [];
  await show("case");
  expect(options()).toEqual(["Nothing to choose", "Number of another event"]);
  await choose("written");
  const input = document.querySelector("input");
  if (input === null) throw new Error("nowhere to write");
  input.value = " A9 ";
  await act(() => void input.dispatchEvent(new Event("input", { bubbles: true })));
  expect(chosen).toEqual(["", "A9"]);
});

test("a reason is whole with what it is bound to, and a drill by itself", () => {
  expect(whyOf("", "")).toBeNull();
  expect(whyOf("case", "")).toBeNull();
  expect(whyOf("case", "A1")).toEqual({ purpose: "case", reference: "A1" });
  expect(whyOf("drill", "A1")).toEqual({ purpose: "drill", reference: "" });
});
