/** The planner's tools, each with its key; one is active. */

import {
  ArrowLeftRight,
  Combine,
  Landmark,
  Magnet,
  MousePointer2,
  Ruler,
  Slice,
  Spline,
  TextCursorInput,
} from "lucide-preact";
import type { Key } from "../i18n";

export type Tool =
  | "select"
  | "split"
  | "merge"
  | "reshape"
  | "transfer"
  | "reassign"
  | "rename"
  | "snap"
  | "measure";

type Sheet = {
  readonly name: Tool;
  readonly key: string;
  readonly words: Key;
  /** What to do next while nothing has been drawn. */
  readonly hint: Key;
  readonly Icon: typeof Ruler;
  /** What a click on the map does. */
  readonly clicks: "pick" | "toggle" | "draw" | "guide";
};

export const TOOLS: readonly Sheet[] = [
  {
    name: "select",
    key: "V",
    words: "plan.tool_select",
    hint: "plan.hint_select",
    Icon: MousePointer2,
    clicks: "pick",
  },
  {
    name: "split",
    key: "S",
    words: "plan.tool_split",
    hint: "plan.hint_split",
    Icon: Slice,
    clicks: "draw",
  },
  {
    name: "merge",
    key: "M",
    words: "plan.tool_merge",
    hint: "plan.hint_merge",
    Icon: Combine,
    clicks: "toggle",
  },
  {
    name: "reshape",
    key: "R",
    words: "plan.tool_reshape",
    hint: "plan.hint_reshape",
    Icon: Spline,
    clicks: "draw",
  },
  {
    name: "transfer",
    key: "T",
    words: "plan.tool_transfer",
    hint: "plan.hint_transfer",
    Icon: ArrowLeftRight,
    clicks: "draw",
  },
  {
    name: "reassign",
    key: "A",
    words: "plan.tool_reassign",
    hint: "plan.hint_reassign",
    Icon: Landmark,
    clicks: "toggle",
  },
  {
    name: "rename",
    key: "N",
    words: "plan.tool_rename",
    hint: "plan.hint_rename",
    Icon: TextCursorInput,
    clicks: "pick",
  },
  {
    name: "snap",
    key: "G",
    words: "plan.tool_snap",
    hint: "plan.hint_snap",
    Icon: Magnet,
    clicks: "guide",
  },
  {
    name: "measure",
    key: "D",
    words: "plan.tool_measure",
    hint: "plan.hint_measure",
    Icon: Ruler,
    clicks: "draw",
  },
];

export function toolOf(name: Tool): Sheet {
  return TOOLS.find((tool) => tool.name === name) as Sheet;
}

/** Whether the line drawn is joined to a ring. */
export function drawsRing(tool: Tool): boolean {
  return tool === "transfer";
}
