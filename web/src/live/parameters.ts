/** Read a layer's parameters out of its JSON Schema: which controls to show for them. */

import type { ParameterValues } from "../api/calls";
import type { Schema } from "../api/layer";

/** `listed`: several, to be chosen from the catalogue; `usual`: what holds when nothing is given. */
export type Control =
  | { readonly kind: "listed" }
  | { readonly kind: "many"; readonly options: readonly string[] }
  | { readonly kind: "one"; readonly options: readonly string[] }
  | { readonly kind: "date" }
  | { readonly kind: "number"; readonly whole: boolean; readonly bounds: Bounds; readonly usual: string };

export type Field = { readonly name: string; readonly title: string } & Control;

type Bounds = { readonly min?: number; readonly max?: number };

/** More single numbers than the days of a month are no longer buttons. */
const MOST_NUMBERS = 31;

/** The controls for a schema's properties, in its order; a property of an unknown type gets none. */
export function fieldsOf(schema: Schema): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const control = controlOf(plain(property, schema), schema);
    return control === null ? [] : [{ name, title: property.title ?? name, ...control }];
  });
}

/** Titles hold both languages, Chinese first: the first word, then the rest. */
export function titleIn(language: "zh" | "en", title: string): string {
  const [, chinese, english] = /^(\S*\p{Script=Han}\S*)\s+(.+)$/u.exec(title) ?? [];
  return (language === "zh" ? chinese : english) ?? title;
}

/** Set or clear one value; empty ones leave nothing behind. */
export function withValue(
  values: ParameterValues,
  name: string,
  value: string | readonly string[],
): ParameterValues {
  const { [name]: _former, ...others } = values;
  return value.length === 0 ? others : { ...others, [name]: value };
}

function controlOf(schema: Schema, root: Schema): Control | null {
  if (schema.enum) return { kind: "one", options: schema.enum.map(String) };
  if (schema.type === "array") return manyOf(plain(schema.items ?? {}, root));
  if (schema.type === "string" && schema.format === "date") return { kind: "date" };
  if (schema.type === "number" || schema.type === "integer") {
    const usual = String(schema.default ?? "");
    return { kind: "number", whole: schema.type === "integer", bounds: boundsOf(schema), usual };
  }
  return null;
}

function manyOf(items: Schema): Control | null {
  if (items.enum) return { kind: "many", options: items.enum.map(String) };
  if (items.type === "string") return { kind: "listed" };
  const { min, max } = boundsOf(items);
  if (min === undefined || max === undefined || max - min >= MOST_NUMBERS) return null;
  return { kind: "many", options: Array.from({ length: max - min + 1 }, (_, step) => String(min + step)) };
}

function boundsOf({ minimum, maximum }: Schema): Bounds {
  return {
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(maximum === undefined ? {} : { max: maximum }),
  };
}

/** See through references and "or null". */
function plain(schema: Schema, root: Schema): Schema {
  if (schema.$ref) return plain(root.$defs?.[schema.$ref.split("/").pop() ?? ""] ?? {}, root);
  const some = schema.anyOf?.find((one) => one.type !== "null");
  return some ? plain(some, root) : schema;
}
