import { expect, test } from "vitest";
import type { SearchKind, SearchResult } from "../../src/api/types";
import { groupByKind } from "../../src/live/search-groups";

const result = (kind: SearchKind, id: string): SearchResult => ({
  kind,
  id,
  title: id,
  subtitle: "",
  lon: 0,
  lat: 0,
});

test("kinds stand in the order of their best results, which keep theirs", () => {
  const results = [result("village", "a"), result("grid", "b"), result("village", "c")];
  const groups = groupByKind({ interpretation: null, results });
  expect(groups.map(({ kind, results }) => [kind, results.map(({ id }) => id)])).toEqual([
    ["village", ["a", "c"]],
    ["grid", ["b"]],
  ]);
});

test("what the text was taken for can be chosen first", () => {
  const interpretation = { zh: "WGS-84", en: "WGS-84", lon: 120.5, lat: 31.8 };
  const [first] = groupByKind({ interpretation, results: [result("grid", "b")] });
  expect(first).toMatchObject({ kind: "coordinates", results: [{ title: "WGS-84", lon: 120.5, lat: 31.8 }] });
});
