/** Turn a layer's style, plain data, into what paints it in one theme. */

import {
  type Feature,
  type LabelRule,
  LineSymbolizer,
  type PaintRule,
  PolygonSymbolizer,
} from "protomaps-leaflet";
import type { Ink, LabelStyle, Layer, PaintedSymbol, Rule } from "../api/layer";
import { AreaLabel, LineLabel, PointLabel } from "./labels";
import { PointSymbol } from "./symbols";

export type Theme = "light" | "dark";

export const FONTS =
  '"PingFang SC","Microsoft YaHei","Noto Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif';

type Symbolizer = PaintRule["symbolizer"];

/** Every matching rule is painted, in order; a polygon's fill and border are two steps of one rule. */
export function paintRules(layer: Layer, theme: Theme): PaintRule[] {
  return layer.style.rules.flatMap((rule) =>
    symbolizers(rule.symbol, layer.kind, theme).map((symbolizer) => ({
      dataSource: layer.name,
      dataLayer: layer.name,
      minzoom: rule.minzoom,
      maxzoom: rule.maxzoom,
      symbolizer,
      ...filterOf(rule),
    })),
  );
}

/** Labels with a halo of the ground. What is not painted at a zoom is not named there; what lies on top is named first. */
export function labelRules(layer: Layer, theme: Theme): LabelRule[] {
  const { rules } = layer.style;
  return layer.style.labels.map((label) => ({
    dataSource: layer.name,
    dataLayer: layer.name,
    minzoom: label.minzoom,
    maxzoom: label.maxzoom,
    filter: (zoom, { props }) =>
      rules.length === 0 || topRule(rules, props, label.along ? zoom - NAMED_LATER : zoom) !== -1,
    ...(label.along ? { sort: (a, b) => topRule(rules, b) - topRule(rules, a) } : {}),
    symbolizer: labelSymbolizer(layer, label, theme),
  }));
}

/** Lines that have just come in sight are too many to be named; they get their names so many zooms further in. */
const NAMED_LATER = 1;

/** The last rule that paints a feature, at one zoom or at any; -1 for none. */
function topRule(rules: readonly Rule[], properties: Feature["props"], zoom?: number): number {
  const paints = ({ field, values, minzoom, maxzoom }: Rule) =>
    (zoom === undefined || (zoom >= minzoom && zoom <= maxzoom)) &&
    (field === null || values.some((value) => String(value) === String(properties[field])));
  return rules.reduce((top, rule, index) => (paints(rule) ? index : top), -1);
}

function filterOf({ field, values }: Rule): Pick<PaintRule, "filter"> {
  if (field === null) return {};
  const wanted = new Set(values.map(String));
  return { filter: (_zoom, feature) => wanted.has(String(feature.props[field])) };
}

function symbolizers(symbol: PaintedSymbol, kind: Layer["kind"], theme: Theme): Symbolizer[] {
  if (kind === "point") return [new PointSymbol(symbol, theme)];
  const steps: Symbolizer[] = [];
  if (kind === "polygon" && symbol.fill !== null) {
    steps.push(new PolygonSymbolizer({ fill: symbol.fill[theme], opacity: symbol.fill_opacity }));
  }
  if (symbol.stroke !== null) steps.push(lineSymbolizer(symbol, symbol.stroke, theme));
  return steps;
}

function lineSymbolizer(symbol: PaintedSymbol, stroke: Ink, theme: Theme): Symbolizer {
  const dashed = symbol.dash.length > 0;
  return new LineSymbolizer({
    color: stroke[theme],
    width: symbol.stroke_width,
    opacity: symbol.stroke_opacity,
    lineJoin: "round",
    lineCap: dashed ? "butt" : "round",
    ...(dashed ? { dash: [...symbol.dash] } : {}),
  });
}

function labelSymbolizer(layer: Layer, label: LabelStyle, theme: Theme): LabelRule["symbolizer"] {
  const font = `${label.bold ? "600 " : ""}${label.size}px ${FONTS}`;
  const look = {
    layer: layer.name,
    field: label.field,
    font,
    ink: label.ink[theme],
    halo: label.halo[theme],
  };
  if (layer.kind === "point") return new PointLabel(look);
  if (label.along) return new LineLabel(look);
  // A village's sliver at the edge of a tile is as thin as a river, and no place for its name.
  return new AreaLabel(look, layer.group === "ground");
}
