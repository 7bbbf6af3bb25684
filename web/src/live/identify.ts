/** The fields of a feature worth reading, with their titles. */

import type { Layer } from "../api/layer";
import type { Properties } from "../api/types";
import { pick } from "../i18n";

export type Identified = { readonly field: string; readonly title: string; readonly value: string };

/** In the layer's own order; fields without a value are left out. */
export function identified(layer: Layer, properties: Properties): Identified[] {
  return Object.entries(layer.identify).flatMap(([field, title]) => {
    const value = properties[field];
    return value === null || value === undefined || value === ""
      ? []
      : [{ field, title: pick(title), value: String(value) }];
  });
}
