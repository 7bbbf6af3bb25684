/** The fields of a feature worth reading, with their titles. */

import type { Layer } from "../api/layer";
import type { Properties } from "../api/types";
import { pick } from "../i18n";
import { exact } from "../time/town-time";

export type Identified = { readonly field: string; readonly title: string; readonly value: string };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** In the layer's own order; fields without a value are left out, instants are given in the town's time. */
export function identified(layer: Layer, properties: Properties, zone: string): Identified[] {
  return Object.entries(layer.identify).flatMap(([field, title]) => {
    const value = String(properties[field] ?? "");
    if (value === "") return [];
    const words = INSTANT.test(value) ? exact(new Date(value), zone) : value;
    return [{ field, title: pick(title), value: words }];
  });
}
