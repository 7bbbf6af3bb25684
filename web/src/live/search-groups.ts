/** What a search found, grouped by kind, best first inside each. */

import type { SearchAnswer, SearchKind, SearchResult } from "../api/types";
import { pick } from "../i18n";

export type ResultGroup = { readonly kind: SearchKind; readonly results: readonly SearchResult[] };

/** What the text was taken for comes first; a kind stands where its best result does in the service's order. */
export function groupByKind({ interpretation, results }: SearchAnswer): ResultGroup[] {
  const taken: SearchResult[] = interpretation
    ? [
        {
          kind: "coordinates",
          id: "taken-for",
          title: pick(interpretation),
          subtitle: "",
          ...placeOf(interpretation),
        },
      ]
    : [];
  const all = [...taken, ...results];
  const kinds = [...new Set(all.map((result) => result.kind))];
  return kinds.map((kind) => ({ kind, results: all.filter((result) => result.kind === kind) }));
}

function placeOf({ lon, lat }: { readonly lon: number; readonly lat: number }) {
  return { lon, lat };
}
