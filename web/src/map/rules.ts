/** Turn a layer's style, plain data, into what paints it in one theme. */

import {
  type LabelRule,
  LineLabelSymbolizer,
  LineSymbolizer,
  type PaintRule,
  PolygonSymbolizer,
} from "protomaps-leaflet";
import type { Ink, LabelStyle, Layer, PaintedSymbol, Rule } from "../api/layer";
import { AreaLabel, PointLabel } from "./labels";
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

/** Labels with a halo of the ground: inside areas, along or across lines, beside points. */
export function labelRules(layer: Layer, theme: Theme): LabelRule[] {
  return layer.style.labels.map((label) => ({
    dataSource: layer.name,
    dataLayer: layer.name,
    minzoom: label.minzoom,
    maxzoom: label.maxzoom,
    symbolizer: labelSymbolizer(layer, label, theme),
  }));
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
  const ink = label.ink[theme];
  const halo = label.halo[theme];
  if (label.along) {
    return new LineLabelSymbolizer({
      labelProps: [label.field],
      font,
      fill: ink,
      stroke: halo,
      width: 3,
      position: 2,
    });
  }
  const look = { layer: layer.name, field: label.field, font, ink, halo };
  return layer.kind === "point" ? new PointLabel(look) : new AreaLabel(look);
}
