/** Names of villages and numbers of grids, with a halo of the ground, none over another. */

import type { LonLat } from "./datum";
import type { Paper } from "./map-canvas";
import { labelSpot } from "./partition/label-spot";
import { arcsOf, type Partition } from "./partition/partition";
import type { Scene } from "./partition-painter";
import type { PlanInks } from "./plan-inks";
import { FONTS } from "./rules";
import type { Spots } from "./spots";
import { pixelOf } from "./trace";

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
  for (const label of grids ? gridLabels(scene.partition, zoom) : villageLabels(scene)) {
    write(paper, label, spots, taken);
  }
}

function gridLabels(partition: Partition, zoom: number): Label[] {
  const whole = zoom >= WHOLE_CODES_FROM_ZOOM;
  const labels: Label[] = [];
  for (const [code, place] of labelSpots(partition)) {
    labels.push({ text: whole ? code : code.slice(-LAST_DIGITS), place });
  }
  return labels;
}

/** A village's name stands at the mean of its grids' labels. */
function villageLabels({ partition, villages }: Scene): Label[] {
  const spots = labelSpots(partition);
  return [...villages].flatMap(([village, name]) => {
    const places = [...partition.grids.values()].flatMap(({ code, parent }) => {
      const place = parent === village ? spots.get(code) : undefined;
      return place ? [place] : [];
    });
    if (places.length === 0) return [];
    const mean = (axis: 0 | 1) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    return [{ text: name, place: [mean(0), mean(1)] as const }];
  });
}

function labelSpots(partition: Partition): ReadonlyMap<string, LonLat> {
  const known = cache.get(partition);
  if (known) return known;
  const spots = new Map<string, LonLat>();
  for (const code of partition.grids.keys()) {
    const spot = labelSpot(arcsOf(partition, code));
    if (spot) spots.set(code, spot);
  }
  cache.set(partition, spots);
  return spots;
}

const cache = new WeakMap<Partition, ReadonlyMap<string, LonLat>>();

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
