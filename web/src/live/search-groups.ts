/** Search results in the order of their kinds, best first inside each. */

import type { SearchKind, SearchResult } from "../api/types";

export const KINDS: readonly SearchKind[] = [
  "coordinates",
  "grid",
  "village",
  "squad",
  "person",
  "place",
  "road",
  "enterprise",
];

export type ResultGroup = { readonly kind: SearchKind; readonly results: readonly SearchResult[] };

/** A kind comes up where its best result stands in the service's own order. */
export function groupByKind(results: readonly SearchResult[]): ResultGroup[] {
  const kinds = [...new Set(results.map((result) => result.kind))].filter((kind) => KINDS.includes(kind));
  return kinds.map((kind) => ({ kind, results: results.filter((result) => result.kind === kind) }));
}
