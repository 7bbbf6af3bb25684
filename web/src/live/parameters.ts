/** Read a layer's parameters out of its JSON Schema: which controls to show for them. */

import type { ParameterValues } from "../api/calls";
import type { Schema } from "../api/layer";

export type Field = { readonly name: string; readonly title: string } & (
  | { readonly kind: "many"; readonly options: readonly string[] | null }
  | { readonly kind: "one"; readonly options: readonly string[] }
  | { readonly kind: "date" }
  | {
      readonly kind: "number";
      readonly minimum: number | null;
      readonly maximum: number | null;
      readonly usual: string;
    }
);

/** More single numbers than the hours of a day and the days of a month are no longer buttons. */
const MOST_NUMBERS = 31;

/** The controls for a schema's properties, in its order; a property of an unknown type gets none. */
export function fieldsOf(schema: Schema): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const control = controlOf(plain(property, schema), schema);
    return control === null ? [] : [{ name, title: property.title ?? name, ...usually(control, property) }];
  });
}

/** Several values are chosen for it, rather than one. */
export function isMany(field: Field): boolean {
  return field.kind === "many";
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

type Control =
  | { readonly kind: "many"; readonly options: readonly string[] | null }
  | { readonly kind: "one"; readonly options: readonly string[] }
  | { readonly kind: "date" }
  | {
      readonly kind: "number";
      readonly minimum: number | null;
      readonly maximum: number | null;
      readonly usual: string;
    };

function controlOf(schema: Schema, root: Schema): Control | null {
  if (schema.enum) return { kind: "one", options: schema.enum.map(String) };
  if (schema.type === "array") return manyOf(plain(schema.items ?? {}, root));
  if (schema.type === "string" && schema.format?.startsWith("date")) return { kind: "date" };
  if (schema.type === "number" || schema.type === "integer") {
    return { kind: "number", minimum: schema.minimum ?? null, maximum: schema.maximum ?? null, usual: "" };
  }
  return null;
}

function manyOf(items: Schema): Control | null {
  if (items.enum) return { kind: "many", options: items.enum.map(String) };
  if (items.type === "string") return { kind: "many", options: null };
  const { minimum, maximum } = items;
  if (minimum === undefined || maximum === undefined || maximum - minimum >= MOST_NUMBERS) return null;
  const count = maximum - minimum + 1;
  return { kind: "many", options: Array.from({ length: count }, (_, index) => String(minimum + index)) };
}

/** The value used when nothing is given, shown as a hint. */
function usually(control: Control, property: Schema): Control {
  if (control.kind !== "number" || property.default === undefined || property.default === null)
    return control;
  return { ...control, usual: String(property.default) };
}

/** See through references and "or null". */
function plain(schema: Schema, root: Schema): Schema {
  if (schema.$ref) return plain(root.$defs?.[schema.$ref.split("/").pop() ?? ""] ?? {}, root);
  const some = schema.anyOf?.find((one) => one.type !== "null");
  return some ? plain(some, root) : schema;
}
