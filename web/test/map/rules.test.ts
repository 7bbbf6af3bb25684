import { LineSymbolizer, PolygonSymbolizer } from "protomaps-leaflet";
import { expect, test } from "vitest";
import { labelRules, paintRules } from "../../src/map/rules";
import { PointSymbol } from "../../src/map/symbols";
import { layerOf, ruleOf } from "../worlds";

const INK = { light: "#FFFFFF", dark: "#000000" };

test("rules are painted in their order, a polygon's fill before its border", () => {
  const layer = layerOf("zones", "polygon", {
    rules: [ruleOf({ fill: INK, stroke: INK }), ruleOf({ stroke: INK, dash: [4, 2] }, { minzoom: 12 })],
  });
  const painted = paintRules(layer, "light");
  expect(painted.map(({ symbolizer }) => symbolizer.constructor)).toEqual([
    PolygonSymbolizer,
    LineSymbolizer,
    LineSymbolizer,
  ]);
  expect(painted.map(({ minzoom }) => minzoom)).toEqual([0, 0, 12]);
  expect(painted.every(({ dataSource, dataLayer }) => dataSource === "zones" && dataLayer === "zones")).toBe(
    true,
  );
});

test("a rule takes the features whose field holds one of its values, text or number alike", () => {
  const layer = layerOf("events", "point", {
    rules: [ruleOf({ fill: INK }, { field: "severity", values: [2, 3] })],
  });
  const [rule] = paintRules(layer, "dark");
  const takes = (severity: unknown) => rule?.filter?.(14, { props: { severity } } as never);
  expect(rule?.symbolizer).toBeInstanceOf(PointSymbol);
  expect([takes(2), takes("3"), takes(1), takes(undefined)]).toEqual([true, true, false, false]);
});

test("colours follow the theme", () => {
  const layer = layerOf("roads", "line", { rules: [ruleOf({ stroke: INK })] });
  const colours = (["light", "dark"] as const).flatMap((theme) =>
    paintRules(layer, theme).map(({ symbolizer }) => (symbolizer as LineSymbolizer).color.get(12)),
  );
  expect(colours).toEqual(["#FFFFFF", "#000000"]);
});

test("labels keep their zooms", () => {
  const label = {
    field: "name",
    minzoom: 12,
    maxzoom: 15,
    size: 12,
    bold: true,
    along: false,
    ink: INK,
    halo: INK,
  };
  const [rule] = labelRules(layerOf("villages", "polygon", { labels: [label] }), "light");
  expect(rule).toMatchObject({ minzoom: 12, maxzoom: 15, dataSource: "villages" });
});

test("a street is named one zoom after it is painted, and main streets before lanes", () => {
  const label = { field: "name", minzoom: 13, maxzoom: 24, size: 12, bold: false, along: true };
  const layer = layerOf("roads", "line", {
    rules: [
      ruleOf({ stroke: INK }, { field: "class", values: [4], minzoom: 14 }),
      ruleOf({ stroke: INK }, { field: "class", values: [1], minzoom: 8 }),
    ],
    labels: [{ ...label, ink: INK, halo: INK }],
  });
  const [rule] = labelRules(layer, "light");
  const named = (zoom: number, number: number) => rule?.filter?.(zoom, { props: { class: number } } as never);
  expect([named(14, 1), named(14, 4), named(15, 4)]).toEqual([true, false, true]);
  expect([{ class: 4 }, { class: 1 }].sort(rule?.sort)).toEqual([{ class: 1 }, { class: 4 }]);
});
