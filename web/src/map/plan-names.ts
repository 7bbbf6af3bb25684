/** Names of villages and numbers of grids, with a halo of the ground, none over another. */

import type { LonLat } from "./datum";
import type { Paper } from "./map-canvas";
import { labelSpot } from "./partition/label-spot";
import { arcsOf, type Partition } from "./partition/partition";
import type { Scene } from "./partition-painter";
import type { PlanInks } from "./plan-inks";
import { FONTS } from "./rules";
import type { Spots } from "./spots";
import { isWithinSeen, pixelOf } from "./trace";

const VILLAGES_FROM_ZOOM = 12;
const GRIDS_FROM_ZOOM = 14;
const WHOLE_CODES_FROM_ZOOM = 16;
const LAST_DIGITS = 3;
const CELL_PX = 16;

type Label = { readonly text: string; readonly place: LonLat };

export function paintNames(paper: Paper, scene: Scene, spots: Spots, inks: PlanInks): void {
  const { zoom, context } = paper;
  if (zoom < VILLAGES_FROM_ZOOM) return;
  const grids = zoom >= GRIDS_FROM_ZOOM;
  context.font = grids ? `12px ${FONTS}` : `600 14px ${FONTS}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = inks.ground;
  context.fillStyle = inks.ink;
  const taken = new Set<string>();
  for (const label of grids ? gridLabels(paper, scene.partition, spots) : villageLabels(scene)) {
    write(paper, label, spots, taken);
  }
}

function gridLabels(paper: Paper, partition: Partition, spots: Spots): Label[] {
  const whole = paper.zoom >= WHOLE_CODES_FROM_ZOOM;
  const labels: Label[] = [];
  for (const code of partition.grids.keys()) {
    const seen = isWithinSeen(paper, arcsOf(partition, code), spots);
    const place = seen ? spotOfLabel(partition, code) : null;
    if (place) labels.push({ text: whole ? code : code.slice(-LAST_DIGITS), place });
  }
  return labels;
}

/** A village's name stands at the mean of its grids' labels. */
function villageLabels({ partition, villages }: Scene): Label[] {
  return [...villages].flatMap(([village, name]) => {
    const places = [...partition.grids.values()].flatMap(({ code, parent }) => {
      const place = parent === village ? spotOfLabel(partition, code) : null;
      return place ? [place] : [];
    });
    if (places.length === 0) return [];
    const mean = (axis: 0 | 1) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    return [{ text: name, place: [mean(0), mean(1)] as const }];
  });
}

/** Reckoned when it is first asked for: most grids of a county are never seen by their numbers. */
function spotOfLabel(partition: Partition, code: string): LonLat | null {
  const known = cache.get(partition) ?? new Map<string, LonLat | null>();
  cache.set(partition, known);
  const former = known.get(code);
  if (former !== undefined) return former;
  const spot = labelSpot(arcsOf(partition, code));
  known.set(code, spot);
  return spot;
}

const cache = new WeakMap<Partition, Map<string, LonLat | null>>();

function write(paper: Paper, { text, place }: Label, spots: Spots, taken: Set<string>): void {
  const { context, width, height } = paper;
  const [x, y] = pixelOf(paper, spots.spotOf(place));
  if (x < 0 || y < 0 || x > width || y > height) return;
  const cells = cellsUnder(x, y, context.measureText(text).width);
  if (cells.some((cell) => taken.has(cell))) return;
  for (const cell of cells) taken.add(cell);
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

function cellsUnder(x: number, y: number, width: number): string[] {
  const cells: string[] = [];
  const row = Math.floor(y / CELL_PX);
  for (let column = Math.floor((x - width / 2) / CELL_PX); column <= (x + width / 2) / CELL_PX; column++) {
    cells.push(`${column},${row}`);
  }
  return cells;
}
