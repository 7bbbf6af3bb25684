/** What every part of the roster is given. */

import type { Member, Month } from "../api/roster";
import type { Cells } from "./cells";

export type Part = {
  readonly month: Month;
  /** The people shown, in the order of the rows. */
  readonly people: readonly Member[];
  readonly cells: Cells;
  readonly today: string;
};
