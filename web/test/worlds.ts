/** Small made-up worlds for the tests: layers, people, a session. */

import type { Layer, PaintedSymbol, Rule, Style } from "../src/api/layer";
import type { Position } from "../src/api/positions";
import type { Person, Session } from "../src/api/types";
import type { Mover } from "../src/map/mover";

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

export function positionOf(more: Partial<Position> = {}): Position {
  const person = more.person ?? 1;
  const place = { lon: 120, lat: 31, accuracyM: 5, speedMps: 1, headingDeg: 0, sos: false };
  return { device: person, person, atMs: 0, ...place, ...more };
}

export function personOf(more: Partial<Person> = {}): Person {
  return { id: 1, name: "Li Example", phone: null, squad: null, posts: [], lon: null, lat: null, ...more };
}

export function moverOf(more: Partial<Mover> = {}): Mover {
  const look = { name: "Li Example", squad: null, headingDeg: null, accuracyM: null, sos: false };
  return { id: 1, x: 0, y: 0, freshness: "fresh", ...look, ...more };
}
