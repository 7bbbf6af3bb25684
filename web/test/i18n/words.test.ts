import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { language, named, pick, t } from "../../src/i18n";
import en from "../../src/i18n/en.json";
import zh from "../../src/i18n/zh.json";

const stems = (words: object) => new Set(Object.keys(words).map((key) => key.replace(/_(one|other)$/, "")));

const sources = readdirSync("src", { recursive: true, withFileTypes: true })
  .filter((entry) => /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** Keys put together from data, as in t(`tab.${tab}`). */
const COMPOSED = [
  "theme.",
  "kind.",
  "group.",
  "weekday.",
  "severity.",
  "tab.",
  "purpose.",
  "role.",
  "place.",
  "insp.state_",
  "insp.cause_",
  "insp.by_",
  "insp.head_",
  "insp.outcome_",
  "insp.file_",
  "insp.round_",
  "insp.order_",
  "insp.total_",
  "insp.risk_",
  "flag.",
  "post.",
  "people.view_",
  "hot.view_",
  "hot.trend_",
  "hot.per_",
  "hot.square_",
  "duty.state_",
  "duty.any_",
  "duty.squad",
  "duty.post",
  "playback.then_",
  "alerts.kind_",
  "rules.severity_",
  "rules.where_",
  "log.",
  "doubts.kind_",
  "faults.",
  "roster.answer_",
  "roster.kind_",
  "roster.leave_",
  "roster.side_",
  "roster.weekday_",
  "me.line_",
  "me.brand_",
  "me.steps_",
  "me.kind_",
  "me.asking_",
  "me.state_",
  "plan.status_",
  "plan.way_",
  "plan.tab_",
  "plan.severity_",
  "plan.figure_",
  "plan.view_",
  "plan.show_",
  "plan.edition_",
  "plan.told_",
  "plan.post_",
  "announcement.fate_",
  "plan.show_",
  "plan.edition_",
  "plan.told_",
  "announcement.fate_",
  "announcement.consulted",
  "announcement.announced",
];

afterEach(() => {
  language.value = "zh";
});

test("both languages have the same words, none of them empty", () => {
  expect(stems(en)).toEqual(stems(zh));
  expect([...Object.values(zh), ...Object.values(en)].filter((words) => words.trim() === "")).toEqual([]);
});

test("both languages put the same values into a sentence", () => {
  const values = (words: string) => (words.match(/\{\{\w+\}\}/g) ?? []).sort();
  const english: Readonly<Record<string, string>> = en;
  for (const [key, words] of Object.entries(zh))
    expect([key, values(english[key] ?? "")]).toEqual([key, values(words)]);
});

test("every word is used somewhere", () => {
  const all = sources.map(({ text }) => text).join("\n");
  const unused = [...stems(zh)].filter(
    (key) => !all.includes(`"${key}"`) && !COMPOSED.some((start) => key.startsWith(start)),
  );
  expect(unused).toEqual([]);
});

test("no Chinese stands in the code", () => {
  const chinese = sources.filter(({ text }) => /\p{Script=Han}/u.test(text)).map(({ path }) => path);
  expect(chinese).toEqual([]);
});

test("Chinese sentences use Chinese punctuation", () => {
  const narrow = Object.entries(zh).filter(([, words]) => /\p{Script=Han}[,:;?!(]/u.test(words));
  expect(narrow).toEqual([]);
});

test("words follow the language at once, with plurals, and values are put in as they are", () => {
  expect(t("search.count", { count: 1 })).toBe(zh["search.count_other"].replace("{{count}}", "1"));
  language.value = "en";
  expect(t("search.count", { count: 1 })).toBe("1 result");
  expect(t("search.count", { count: 2 })).toBe("2 results");
  expect(t("here.copy", { what: "<b>" })).toBe("Copy <b>");
  expect(pick({ zh: "a", en: "b" })).toBe("b");
  expect([named("role", "grid_member"), named("place", "{{lighthouse}}")]).toEqual([
    "grid member",
    "{{lighthouse}}",
  ]);
  expect(document.documentElement.lang).toBe("en");
});
