/** What clicks, drags and keys on the map mean to the tool in hand. */

import { batch } from "@preact/signals";
import type { Mm } from "../api/draft-types";
import type { LonLat } from "../map/datum";
import type { Handle } from "../map/handles";
import { type Arc, isOutline, placeOf, vertexAt, vertexCount } from "../map/partition/arc";
import { gridAt, nearestBorder, type Snapped, snapped } from "../map/partition/find";
import { letGo, makeEdit } from "./edits";
import { pickGuide } from "./guides";
import { isOpen, type Pending, type Planner } from "./state";
import { type Tool, toolOf } from "./tools";

const BORDER_PX = 6;
const SNAP_PX = 10;
/** A double click says its place twice. */
const SAME_PX = 3;
const MM_PER_M = 1000;

/** Take a tool in hand; what was drawn with the former one is dropped, what is chosen stays. */
export function takeTool(planner: Planner, tool: Tool): void {
  batch(() => {
    const offer = planner.offer.value;
    letGo(planner);
    planner.offer.value = offer;
    planner.cursor.value = null;
    planner.measured.value = false;
    planner.tool.value = tool;
  });
}

/** A click, or Space at the middle of the map. */
export function pointAt(planner: Planner, place: LonLat, more: boolean): void {
  const { clicks } = toolOf(planner.tool.value);
  if (clicks === "draw" && !lacksGrids(planner)) addPoint(planner, place);
  else if (clicks === "guide" && planner.border.value)
    void pickGuide(planner, place, reachM(planner, SNAP_PX));
  else pick(planner, place, more || clicks === "toggle" || clicks === "draw");
}

/** A transfer needs to know from which grid to which before its ring is drawn. */
export function lacksGrids({ tool, chosen }: Planner): boolean {
  return tool.value === "transfer" && chosen.value.length < 2;
}

export function hoverAt(planner: Planner, place: LonLat | null): void {
  const draws = toolOf(planner.tool.value).clicks === "draw" && !lacksGrids(planner);
  if (!draws || planner.measured.value) return;
  planner.cursor.value = place && snap(planner, place);
}

function addPoint(planner: Planner, place: LonLat): void {
  const point = snap(planner, place)?.place ?? place;
  const { line, measured } = planner;
  const before = measured.value ? [] : line.value;
  batch(() => {
    measured.value = false;
    if (before.length === 0 || !isRepeated(planner, point)) line.value = [...before, point];
  });
}

function isRepeated(planner: Planner, place: LonLat): boolean {
  const last = planner.line.value[planner.line.value.length - 1];
  const plane = planner.plane.value;
  if (last === undefined || plane === null) return false;
  const [x1, y1] = plane.toMm(last);
  const [x2, y2] = plane.toMm(place);
  return Math.hypot(x2 - x1, y2 - y1) <= reachM(planner, SAME_PX) * MM_PER_M;
}

function snap(planner: Planner, place: LonLat) {
  const plane = planner.plane.value;
  const partition = planner.partition.value;
  if (plane === null || partition === null) return null;
  const at = plane.toMm(place);
  const found: Snapped = snapped(partition.arcs, at, reachM(planner, SNAP_PX) * MM_PER_M);
  return { place: found.on === "nothing" ? place : plane.toPlace(found.at), on: found.on };
}

function reachM(planner: Planner, pixels: number): number {
  return (planner.map.value?.metresPerPixel() ?? 1) * pixels;
}

/** Choose the border near a place, for the tool that moves vertices, else the grid round it. */
function pick(planner: Planner, place: LonLat, more: boolean): void {
  const plane = planner.plane.value;
  const partition = planner.partition.value;
  if (plane === null || partition === null) return;
  const at = plane.toMm(place);
  const reach = reachM(planner, BORDER_PX) * MM_PER_M;
  const onBorder =
    toolOf(planner.tool.value).clicks === "guide" || (planner.tool.value === "select" && !more);
  const border = onBorder ? nearestBorder(partition.arcs, at, reach) : null;
  if (border) chooseBorder(planner, border.arc);
  else chooseGrid(planner, gridAt(partition, at), more);
}

export function chooseBorder(planner: Planner, arc: Arc): void {
  batch(() => {
    planner.pending.value = null;
    planner.border.value = arc;
    planner.vertex.value = null;
    planner.tool.value = planner.tool.value === "snap" ? "snap" : "select";
  });
}

export function chooseGrid(planner: Planner, code: string | null, more: boolean): void {
  const { chosen } = planner;
  batch(() => {
    planner.border.value = null;
    planner.vertex.value = null;
    planner.pending.value = null;
    if (!more) chosen.value = code === null ? [] : [code];
    else if (code !== null) chosen.value = toggled(chosen.value, code);
  });
}

function toggled(codes: readonly string[], code: string): readonly string[] {
  return codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code];
}

/** Whether the border in hand may be moved: the outline of the town may not, nor any while another tool picks. */
export function isMovable(planner: Planner): boolean {
  const border = planner.border.value;
  if (border === null || planner.tool.value !== "select") return false;
  return !isOutline(border) && isOpen(planner);
}

/** Drag a handle: the border follows in every grid that shares it. */
export function dragTo(planner: Planner, handle: Handle, place: LonLat): void {
  const start = pendingFrom(planner, handle);
  const plane = planner.plane.value;
  if (start === null || plane === null || planner.busy.value) return;
  planner.pending.value = { ...start, to: { place, mm: plane.toMm(place) } };
  planner.vertex.value = handle.kind === "vertex" ? handle.index : handle.index + 1;
}

type Start = { kind: "move"; at: Mm } | { kind: "insert"; between: readonly [Mm, Mm] };

function pendingFrom(planner: Planner, { kind, index }: Handle): Start | null {
  const border = planner.border.value;
  if (border === null || !isMovable(planner)) return null;
  if (kind === "vertex") return { kind: "move", at: vertexAt(border, index) };
  return { kind: "insert", between: [vertexAt(border, index), vertexAt(border, index + 1)] };
}

/** Let go of what was dragged or stepped: now it counts. */
export function drop(planner: Planner): void {
  const pending = planner.pending.value;
  if (pending === null || planner.busy.value) return;
  void makeEdit(planner, editOf(pending));
}

function editOf(pending: Pending) {
  const to = pending.to.place;
  if (pending.kind === "move") return { kind: "move", at: pending.at, to } as const;
  return { kind: "insert", between: pending.between, to } as const;
}

export function tapHandle(planner: Planner, { kind, index }: Handle): void {
  if (kind === "vertex") planner.vertex.value = index;
  else startInsert(planner, index);
}

/** Begin a new vertex in the middle of a segment, to be stepped away and dropped. */
export function startInsert(planner: Planner, index: number): void {
  const border = planner.border.value;
  const plane = planner.plane.value;
  if (border === null || plane === null || index + 1 >= vertexCount(border) || !isMovable(planner)) return;
  const between = [vertexAt(border, index), vertexAt(border, index + 1)] as const;
  const [one, other] = between;
  const mm: Mm = [Math.round((one[0] + other[0]) / 2), Math.round((one[1] + other[1]) / 2)];
  planner.pending.value = { kind: "insert", between, to: { mm, place: plane.toPlace(mm) } };
  planner.vertex.value = index + 1;
}

/** Step the vertex in hand by so many metres; it counts when it is dropped. */
export function nudge(planner: Planner, eastM: number, northM: number): boolean {
  const { border, vertex, plane, pending, busy } = planner;
  if (border.value === null || vertex.value === null || plane.value === null) return false;
  if (!isMovable(planner) || busy.value) return false;
  const held: Pending | null = pending.value ?? moveOf(border.value, vertex.value);
  const [x, y] = held.to.mm;
  const mm: Mm = [x + Math.round(eastM * MM_PER_M), y + Math.round(northM * MM_PER_M)];
  pending.value = { ...held, to: { mm, place: plane.value.toPlace(mm) } };
  return true;
}

function moveOf(border: Arc, vertex: number): Pending {
  const at = vertexAt(border, vertex);
  return { kind: "move", at, to: { mm: at, place: placeOf(border, vertex) } };
}

/** Go on to the next vertex of the border in hand, or back. */
export function stepVertex(planner: Planner, by: 1 | -1): boolean {
  const border = planner.border.value;
  if (border === null || planner.pending.value !== null) return false;
  const count = vertexCount(border);
  const now = planner.vertex.value;
  const next = now === null ? (by > 0 ? 0 : count - 1) : (now + by + count) % count;
  planner.vertex.value = next;
  planner.map.value?.approach(placeOf(border, next), 0);
  return true;
}

export function deleteVertex(planner: Planner): boolean {
  const { border, vertex, pending } = planner;
  if (border.value === null || vertex.value === null || !isMovable(planner)) return false;
  if (pending.value !== null) return false;
  void makeEdit(planner, { kind: "delete", at: vertexAt(border.value, vertex.value) });
  return true;
}

/** One step back from what is under way: the drag, the drawing, the selection, the tool. */
export function backOut(planner: Planner): void {
  const { pending, line, guide, vertex, border, chosen, tool } = planner;
  batch(() => {
    if (pending.value) pending.value = null;
    else if (line.value.length > 0 || guide.value.length > 0) letGoOfDrawing(planner);
    else if (vertex.value !== null) vertex.value = null;
    else if (border.value) border.value = null;
    else if (tool.value !== "select") takeTool(planner, "select");
    else chosen.value = [];
    planner.said.value = null;
    planner.finding.value = null;
  });
}

function letGoOfDrawing(planner: Planner): void {
  planner.line.value = [];
  planner.guide.value = [];
  planner.cursor.value = null;
}

export function removeLastPoint(planner: Planner): boolean {
  const { line } = planner;
  if (line.value.length === 0) return false;
  line.value = line.value.slice(0, -1);
  return true;
}
