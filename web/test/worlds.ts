/** Small made-up worlds for the tests: layers, a session, a live page. */

import type { Layer, PaintedSymbol, Rule, Style } from "../src/api/layer";
import type { Session } from "../src/api/types";

const PLAIN: PaintedSymbol = {
  fill: null,
  fill_opacity: 1,
  stroke: null,
  stroke_opacity: 1,
  stroke_width: 1,
  dash: [],
  shape: "circle",
  radius: 5,
};

export function ruleOf(symbol: Partial<PaintedSymbol>, rule: Partial<Rule> = {}): Rule {
  const everywhere = { label: null, field: null, values: [], minzoom: 0, maxzoom: 24 };
  return { ...everywhere, ...rule, symbol: { ...PLAIN, ...symbol } };
}

export function layerOf(
  name: string,
  kind: Layer["kind"],
  style: Partial<Style> = {},
  more: Partial<Layer> = {},
): Layer {
  return {
    name,
    kind,
    title: { zh: name, en: name },
    group: "governance",
    visible: true,
    tiles: [`/layers/${name}/tiles/{z}/{x}/{y}.mvt`],
    minzoom: 8,
    maxzoom: 18,
    bounds: null,
    style: { rules: [], labels: [], ramp: null, ...style },
    parameters: { type: "object", properties: {} },
    identify: {},
    ...more,
  };
}

export const SESSION: Session = {
  account: { name: "commander", title: "Commander", roles: ["commander"] },
  permissions: [],
  town: {
    name: "Made-up",
    name_en: "Made-up",
    made_up: true,
    code_prefix: "320281104",
    time_zone: "Asia/Shanghai",
    metric_crs: 4549,
    levels: [],
    bounds: [120.5, 31.8, 120.6, 31.9],
    basemap: { kind: "layers" },
  },
};
