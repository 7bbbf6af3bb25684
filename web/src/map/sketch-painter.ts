/** Paints what is under the hand: moving borders, handles, the line being drawn, marks. */

import type { LonLat } from "./datum";
import { type Handle, handlesOf } from "./handles";
import type { Paper } from "./map-canvas";
import type { Arc } from "./partition/arc";
import { stroke } from "./partition-painter";
import { type PlanInks, planInks } from "./plan-inks";
import type { Theme } from "./rules";
import type { Spots } from "./spots";
import { pixelOf, traceArc } from "./trace";

export type Cursor = { readonly place: LonLat; readonly on: "vertex" | "border" | "nothing" };
export type Mark = { readonly place: LonLat; readonly tone: "error" | "warning" };

export type Sketch = {
  /** The arc that is selected, as it would lie; null for none. */
  readonly arc: Arc | null;
  /** Whether its vertices may be taken hold of. */
  readonly handles: boolean;
  readonly vertex: number | null;
  /** Other borders that move along. */
  readonly moving: readonly Arc[];
  readonly line: readonly LonLat[];
  /** Whether the line's end will be joined to its beginning. */
  readonly closed: boolean;
  readonly cursor: Cursor | null;
  /** A road or river that was picked. */
  readonly guide: readonly LonLat[];
  /** Borders of a proposal. */
  readonly proposed: readonly (readonly LonLat[])[];
  readonly marks: readonly Mark[];
  readonly theme: Theme;
};

const POINT_PX = 4;
const VERTEX_PX = 5;
const MIDDLE_PX = 3.5;
const SNAP_PX = 9;
const MARK_PX = 12;

export function paintSketch(paper: Paper, sketch: Sketch, spots: Spots): void {
  const inks = planInks(sketch.theme);
  paintProposed(paper, sketch, spots, inks);
  paintGuide(paper, sketch, spots, inks);
  paintArcs(paper, sketch, spots, inks);
  paintLine(paper, sketch, spots, inks);
  paintCursor(paper, sketch, spots, inks);
  for (const mark of sketch.marks) paintMark(paper, mark, spots, inks);
}

function paintProposed(paper: Paper, { proposed }: Sketch, spots: Spots, inks: PlanInks): void {
  for (const line of proposed) {
    traceLine(paper, line, spots);
    stroke(paper.context, inks.paper, 5);
    stroke(paper.context, inks.warning, 2.5, [8, 4]);
  }
}

function paintGuide(paper: Paper, { guide }: Sketch, spots: Spots, inks: PlanInks): void {
  if (guide.length < 2) return;
  traceLine(paper, guide, spots);
  stroke(paper.context, inks.warning, 4);
}

function paintArcs(paper: Paper, sketch: Sketch, spots: Spots, inks: PlanInks): void {
  const { context } = paper;
  const { arc, moving } = sketch;
  if (moving.length > 0) {
    context.beginPath();
    for (const one of moving) traceArc(paper, one, spots);
    stroke(context, inks.paper, 5);
    stroke(context, inks.accent, 2);
  }
  if (arc === null) return;
  context.beginPath();
  traceArc(paper, arc, spots);
  stroke(context, inks.paper, 7);
  stroke(context, inks.accent, 3.5);
  if (!sketch.handles) return;
  for (const handle of handlesOf(arc, paper, spots)) paintHandle(context, handle, sketch.vertex, inks);
}

/** A vertex is a square, a middle a small ring; the selected vertex is filled. */
function paintHandle(
  context: CanvasRenderingContext2D,
  { kind, index, x, y }: Handle,
  selected: number | null,
  inks: PlanInks,
): void {
  context.beginPath();
  const chosen = kind === "vertex" && index === selected;
  const half = chosen ? VERTEX_PX + 2 : VERTEX_PX;
  if (kind === "vertex") context.rect(x - half, y - half, 2 * half, 2 * half);
  else context.arc(x, y, MIDDLE_PX, 0, 2 * Math.PI);
  context.fillStyle = chosen ? inks.accent : inks.paper;
  context.fill();
  stroke(context, chosen ? inks.ink : inks.accent, chosen ? 2 : 1.5);
}

function paintLine(paper: Paper, sketch: Sketch, spots: Spots, inks: PlanInks): void {
  const { line, cursor, closed } = sketch;
  const drawn = cursor ? [...line, cursor.place] : line;
  const { context } = paper;
  if (line.length > 0 && drawn.length > 1) {
    traceLine(paper, drawn, spots);
    if (closed) context.closePath();
    if (closed) fill(context, inks.tint);
    stroke(context, inks.paper, 6);
    stroke(context, inks.accent, 2.5, [8, 5]);
  }
  for (const place of line) {
    dot(paper, place, POINT_PX, spots);
    fill(context, inks.paper);
    stroke(context, inks.accent, 2);
  }
}

/** A square where the next point would lie on a vertex, a ring where on a border. */
function paintCursor(paper: Paper, { cursor }: Sketch, spots: Spots, inks: PlanInks): void {
  if (cursor === null || cursor.on === "nothing") return;
  const { context } = paper;
  const [x, y] = pixelOf(paper, spots.spotOf(cursor.place));
  context.beginPath();
  if (cursor.on === "vertex") context.rect(x - SNAP_PX, y - SNAP_PX, 2 * SNAP_PX, 2 * SNAP_PX);
  else context.arc(x, y, SNAP_PX, 0, 2 * Math.PI);
  stroke(context, inks.paper, 4);
  stroke(context, inks.accent, 2);
}

function paintMark(paper: Paper, { place, tone }: Mark, spots: Spots, inks: PlanInks): void {
  dot(paper, place, MARK_PX, spots);
  stroke(paper.context, inks.paper, 6);
  stroke(paper.context, tone === "error" ? inks.error : inks.warning, 3);
}

function traceLine(paper: Paper, line: readonly LonLat[], spots: Spots): void {
  const { context } = paper;
  context.beginPath();
  line.forEach((place, index) => {
    const [x, y] = pixelOf(paper, spots.spotOf(place));
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

function dot(paper: Paper, place: LonLat, radius: number, spots: Spots): void {
  const [x, y] = pixelOf(paper, spots.spotOf(place));
  paper.context.beginPath();
  paper.context.arc(x, y, radius, 0, 2 * Math.PI);
}

function fill(context: CanvasRenderingContext2D, ink: string): void {
  context.fillStyle = ink;
  context.fill();
}
