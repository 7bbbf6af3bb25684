/** What a layer says of itself: addresses, zooms, looks and parameters, all as plain data. */

import type { Bounds, Text } from "./types";

export type Ink = { readonly light: string; readonly dark: string };
export type Shape = "circle" | "triangle" | "square" | "diamond";

export type PaintedSymbol = {
  readonly fill: Ink | null;
  readonly fill_opacity: number;
  readonly stroke: Ink | null;
  readonly stroke_opacity: number;
  readonly stroke_width: number;
  readonly dash: readonly number[];
  readonly shape: Shape;
  readonly radius: number;
};

export type Rule = {
  readonly symbol: PaintedSymbol;
  readonly label: Text | null;
  readonly field: string | null;
  readonly values: readonly (string | number)[];
  readonly minzoom: number;
  readonly maxzoom: number;
};

export type LabelStyle = {
  readonly field: string;
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly size: number;
  readonly bold: boolean;
  readonly along: boolean;
  readonly ink: Ink;
  readonly halo: Ink;
};

export type Ramp = {
  readonly stops: readonly (readonly [number, string])[];
  readonly low: Text;
  readonly high: Text;
};

export type Style = {
  readonly rules: readonly Rule[];
  readonly labels: readonly LabelStyle[];
  readonly ramp: Ramp | null;
};

/** The part of JSON Schema that parameter models use. */
export type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly title?: string;
  readonly enum?: readonly (string | number)[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
};

export type Group = "ground" | "boundaries" | "governance" | "analysis";

export type Layer = {
  readonly name: string;
  readonly title: Text;
  readonly kind: "polygon" | "line" | "point" | "raster";
  readonly group: Group;
  readonly visible: boolean;
  readonly tiles: readonly string[];
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds: Bounds | null;
  readonly style: Style;
  readonly parameters: Schema;
  readonly identify: Readonly<Record<string, Text>>;
};
