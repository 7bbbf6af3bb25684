/** A planner's page without its map, over two squares side by side. */

import { readLink } from "../../src/planner/address";
import { createPlanner, type Draft, type Planner } from "../../src/planner/state";
import { twoSquares } from "../map/partition/worlds";
import { SESSION } from "../worlds";

export const DRAFT: Draft = {
  id: 7,
  title: "Two squares",
  status: "draft",
  author: "planner",
  base: null,
  revision: 3,
  created_at: "2026-11-30T09:00:00Z",
  epsg: 2154,
  villages: [],
  squads: [],
  undo: 1,
  redo: 0,
};

/** The metric CRS is one without a formula, so that a degree is as long as the squares say. */
export function plannerOf(draft: Partial<Draft> = {}): Planner {
  const session = { ...SESSION, permissions: ["boundary.read", "boundary.draft"] };
  const planner = createPlanner(session, [], readLink("#draft=7"));
  planner.partition.value = twoSquares();
  planner.draft.value = { ...DRAFT, ...draft };
  return planner;
}
