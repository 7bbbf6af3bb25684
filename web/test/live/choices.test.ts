import { expect, test } from "vitest";
import { offered } from "../../src/live/choices";

const OPTIONS = Array.from({ length: 100 }, (_, index) => ({ value: String(index), words: `Kind ${index}` }));

test("the first sixty are offered, the rest is counted", () => {
  const { shown, more } = offered(OPTIONS, [], "");
  expect([shown.length, more]).toEqual([60, 40]);
});

test("what is chosen stays in sight whatever is searched for", () => {
  const { shown, more } = offered(OPTIONS, ["99"], " kind 77 ");
  expect(shown.map(({ value }) => value)).toEqual(["99", "77"]);
  expect(more).toBe(0);
  expect(offered(OPTIONS, [], "none").shown).toEqual([]);
});
