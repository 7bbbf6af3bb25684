import { expect, test } from "vitest";
import { type Draft, exampleCode, faultsOf, foundingOf, newDraft } from "../../src/setup/draft";

const TOWN = [
  { key: "town", zh: "镇", en: "Town", digits: 9 },
  { key: "village", zh: "村", en: "Village", digits: 12 },
  { key: "grid", zh: "网格", en: "Grid", digits: 15 },
];
const ZONES = ["Asia/Shanghai", "Africa/Nairobi"];
const WHOLE: Draft = {
  ...newDraft({ levels: TOWN, time_zones: ZONES }, "Mars/Base"),
  name: " 某镇 ",
  prefix: "330424105",
  epsg: 4549,
  account: "keeper",
  password: "a long password",
  again: "a long password",
};

test.each([
  ["330424105", TOWN, "330424105 001 001"],
  ["330424", TOWN, "330424001 001 001"],
  ["", TOWN, "000000001 001 001"],
  ["330424105002", TOWN, "330424105 002 001"],
  ["", [{ digits: 0 }, { digits: 2 }], "01"],
  ["A-", [{ digits: 3 }, { digits: 5 }], "A-1 01"],
])("the prefix %s gives an example", (prefix, levels, code) => {
  expect(
    exampleCode(
      prefix,
      levels.map((level) => ({ key: "", zh: "", en: "", ...level })),
    ),
  ).toBe(code);
});

test("a whole draft has no faults, and what was left out is filled", () => {
  expect(faultsOf(WHOLE, ZONES)).toEqual([]);
  const { town, squads, account } = foundingOf(WHOLE);
  expect([town.name, town.name_en, town.time_zone]).toEqual(["某镇", "某镇", "Asia/Shanghai"]);
  expect(squads).toEqual([]);
  expect(account.title).toBe("keeper");
});

test.each<[Partial<Draft>, string]>([
  [{ name: " " }, "name"],
  [{ prefix: "3304 24" }, "prefix"],
  [{ prefix: "1".repeat(16) }, "prefix"],
  [{ levels: TOWN.slice(0, 1), prefix: "" }, "levels"],
  [{ levels: [...TOWN].reverse(), prefix: "" }, "levels"],
  [{ levels: TOWN.map((level) => ({ ...level, en: "" })) }, "levels"],
  [{ timeZone: "Mars/Base" }, "zone"],
  [{ epsg: null }, "epsg"],
  [{ squads: [{ code: "", name: "一中队" }] }, "squads"],
  [
    {
      squads: [
        { code: "1", name: "一中队" },
        { code: "1", name: "二中队" },
      ],
    },
    "squads",
  ],
  [{ account: "a b" }, "account"],
  [{ password: "short", again: "short" }, "password"],
  [{ again: "another password" }, "again"],
])("%o is to be put right", (part, field) => {
  expect(faultsOf({ ...WHOLE, ...part }, ZONES).map((fault) => fault.field)).toEqual([field]);
});

test("the browser's own zone is taken where the service knows it", () => {
  const zone = (browser: string) => newDraft({ levels: TOWN, time_zones: ZONES }, browser).timeZone;
  expect([zone("Africa/Nairobi"), zone("Mars/Base")]).toEqual(["Africa/Nairobi", "Asia/Shanghai"]);
});
