/** Ends what the tool in hand has begun: makes the edit of it, if there is enough for one. */

import type { Edit } from "../api/draft-types";
import type { LonLat } from "../map/datum";
import { gridAt } from "../map/partition/find";
import { makeEdit } from "./edits";
import { drop } from "./gestures";
import type { Planner } from "./state";

/** Whether there was anything to end. */
export function finish(planner: Planner): boolean {
  if (planner.pending.value) {
    drop(planner);
    return true;
  }
  if (planner.tool.value === "measure") return endMeasuring(planner);
  const edit = editInHand(planner);
  if (edit === null) return false;
  void makeEdit(planner, edit);
  return true;
}

function endMeasuring({ line, measured, cursor }: Planner): boolean {
  if (line.value.length === 0) return false;
  measured.value = true;
  cursor.value = null;
  return true;
}

/** The edit that Enter would make; null while something is missing. */
export function editInHand(planner: Planner): Edit | null {
  const { tool, line, chosen } = planner;
  switch (tool.value) {
    case "split":
      return splitOf(planner);
    case "merge":
      return chosen.value.length < 2 ? null : { kind: "merge", codes: chosen.value, keep: null };
    case "reshape":
      if (line.value.length < 2) return null;
      return { kind: "reshape", codes: chosen.value.length === 2 ? chosen.value : null, line: line.value };
    case "transfer":
      return transferOf(planner);
    case "snap":
      return snapOf(planner);
    default:
      return null;
  }
}

/** The chosen grid is split, else the one round the middle of the line. */
function splitOf({ line, chosen, partition, plane }: Planner): Edit | null {
  if (line.value.length < 2 || partition.value === null || plane.value === null) return null;
  const [only, ...others] = chosen.value;
  const chosenOne = others.length === 0 ? only : undefined;
  const code = chosenOne ?? gridAt(partition.value, plane.value.toMm(middle(line.value)));
  return code ? { kind: "split", code, line: line.value } : null;
}

function middle(line: readonly LonLat[]): LonLat {
  const [one, other] = [line[Math.ceil(line.length / 2) - 1], line[Math.floor(line.length / 2)]];
  const [lon1, lat1] = one as LonLat;
  const [lon2, lat2] = other as LonLat;
  return [(lon1 + lon2) / 2, (lat1 + lat2) / 2];
}

function transferOf({ line, chosen }: Planner): Edit | null {
  const [from, to] = chosen.value;
  if (line.value.length < 3 || from === undefined || to === undefined) return null;
  return { kind: "transfer", from, to, ring: line.value };
}

function snapOf({ border, guide, withinM }: Planner): Edit | null {
  const codes = [border.value?.left, border.value?.right].filter((code): code is string => Boolean(code));
  if (codes.length < 2 || guide.value.length < 2) return null;
  return { kind: "snap", codes, line: guide.value, within_m: withinM.value };
}
