import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { language } from "../../src/i18n";
import { AlertRuleForm } from "../../src/live/alert-rule-form";
import { readLink } from "../../src/live/permalink";
import { blankRuling, type Ruling, sentOf } from "../../src/live/ruling";
import { createLive, LiveProvider } from "../../src/live/state";
import { SESSION } from "../worlds";

let ruling: Ruling;

async function show() {
  const live = createLive(SESSION, [], readLink("", []));
  const set = (next: Ruling | null) => {
    if (next) ruling = next;
  };
  const form = <AlertRuleForm ruling={ruling} set={set} made={() => undefined} />;
  await act(() => render(<LiveProvider value={live}>{form}</LiveProvider>, document.body));
}

const field = (words: string) =>
  [...document.querySelectorAll("label")]
    .find((label) => label.querySelector("span")?.textContent === words)
    ?.querySelector<HTMLInputElement | HTMLSelectElement>("input, select");

async function choose(words: string, value: string) {
  const chosen = field(words);
  if (!chosen) throw new Error(`no ${words}`);
  chosen.value = value;
  await act(() => void chosen.dispatchEvent(new Event("change", { bubbles: true })));
  await show();
}

beforeEach(() => {
  language.value = "en";
  ruling = blankRuling("320281999001001");
});
afterEach(() => {
  render(null, document.body);
  language.value = "zh";
});

test("a rule for those who work alone is urgent, and has a time for the answer", async () => {
  await show();
  expect(field("Minutes")).toBeUndefined();
  await choose("What", "no_movement");
  expect(field("Minutes")?.value).toBe("30");
  expect(field("Minutes to answer")?.value).toBe("5");
  expect(document.body.textContent).toContain("no mark and no coverage");
  const { kind, minutes, answer_minutes, severity, name } = sentOf(ruling);
  expect([kind, minutes, answer_minutes, severity]).toEqual(["no_movement", 30, 5, "urgent"]);
  expect(name).toBe("not moving 320281999001001");
  await choose("What", "inside_longer");
  expect(field("Minutes to answer")).toBeUndefined();
  expect([sentOf(ruling).minutes, sentOf(ruling).answer_minutes]).toEqual([30, null]);
  await choose("What", "enter");
  expect([sentOf(ruling).minutes, sentOf(ruling).answer_minutes]).toEqual([null, null]);
});
