import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { language } from "../../src/i18n";
import { InCharge } from "../../src/live/in-charge";
import { readLink } from "../../src/live/permalink";
import { createLive, LiveProvider } from "../../src/live/state";
import { SESSION } from "../worlds";

const PERSON = { id: 7, name: "Li Example", phone: "150****0000" };
const CHOICES = [
  { reference: "A1", title: "Litter", kind: null, at: "2026-11-02T04:00:00Z", person: null, name: null },
];
const asked: { path: string; body: unknown }[] = [];
let answer: () => Response;

async function show(permissions: readonly string[], person = PERSON as { phone: string | null }) {
  const live = createLive({ ...SESSION, permissions }, [], readLink("", []));
  const content = <InCharge person={{ ...PERSON, ...person }} />;
  await act(() => render(<LiveProvider value={live}>{content}</LiveProvider>, document.body));
}

const button = (words: string) =>
  [...document.querySelectorAll("button")].find((one) =>
    [one.textContent, one.title].some((text) => text === words),
  );
const press = (words: string) =>
  act(async () => {
    button(words)?.click();
    await new Promise((answered) => setTimeout(answered));
  });

beforeEach(() => {
  language.value = "en";
  asked.length = 0;
  answer = () => new Response(JSON.stringify({ name: PERSON.name, phone: "15000000000" }));
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (path.startsWith("/api/purposes/")) return new Response(JSON.stringify({ rows: CHOICES }));
    asked.push({ path, body: JSON.parse(String(init.body)) });
    return answer();
  });
});
afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  language.value = "zh";
});

test("who may not unmask, and whoever has no phone, gets no button", async () => {
  await show(["people.read"]);
  expect(document.body.textContent).toBe("Li Example150****0000");
  expect(button("Show full number")).toBeUndefined();
  await show(["people.unmask"], { phone: null });
  expect(button("Show full number")).toBeUndefined();
});

test("the number is shown after a purpose is chosen, and said to be on record", async () => {
  await show(["people.unmask"]);
  await press("Show full number");
  expect(document.querySelector("legend")?.textContent).toContain("on record");
  expect(asked).toEqual([]);
  await press("Drill");
  expect(asked).toEqual([{ path: "/api/people/7/unmask", body: { purpose: "drill", reference: "" } }]);
  expect(document.querySelector(".contact")?.textContent).toBe("Li Example15000000000");
  expect(document.activeElement?.textContent).toContain("This reading is on record: Drill.");
});

test("what is not a drill is bound to one of the things that exist before it is read for", async () => {
  await show(["people.unmask"]);
  await press("Show full number");
  await press("Handling a case");
  await act(() => new Promise((answered) => setTimeout(answered)));
  expect(asked).toEqual([]);
  expect(button("Show")?.disabled).toBe(true);
  const select = document.querySelector("select");
  if (select === null) throw new Error("nothing to choose from");
  expect([...select.options].map(({ value }) => value)).toEqual(["", "A1", "written"]);
  expect(select.options[1]?.textContent).toContain("Litter");
  select.value = "A1";
  await act(() => void select.dispatchEvent(new Event("change", { bubbles: true })));
  await press("Show");
  expect(asked).toEqual([{ path: "/api/people/7/unmask", body: { purpose: "case", reference: "A1" } }]);
});

test("Escape asks nothing and gives the focus back", async () => {
  await show(["people.unmask"]);
  await press("Show full number");
  expect(document.activeElement?.textContent).toBe("Handling a case");
  const key = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  await act(() => void document.activeElement?.dispatchEvent(key));
  expect(key.defaultPrevented).toBe(true);
  expect(document.activeElement).toBe(button("Show full number"));
  expect(asked).toEqual([]);
});

test.each([
  [403, "may not see full numbers"],
  [404, "outside your area"],
  [500, "was not read"],
])("a refusal %i is told in the reader's words", async (status, words) => {
  answer = () => new Response(JSON.stringify({ detail: "people.unmask" }), { status });
  await show(["people.unmask"]);
  await press("Show full number");
  await press("Drill");
  expect(document.querySelector(".unmasking")?.textContent).toContain(words);
  expect(document.querySelector(".contact")?.textContent).toBe("Li Example150****0000");
});
