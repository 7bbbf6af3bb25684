/** Where the words of a layer stand: inside an area, or under a point. */

import Point from "@mapbox/point-geometry";
import type { Feature, Label, LabelSymbolizer, Layout } from "protomaps-leaflet";

export type LabelLook = {
  readonly layer: string;
  readonly field: string;
  readonly font: string;
  readonly ink: string;
  readonly halo: string;
};

const HALO_PX = 3;
const UNDER_POINT_PX = 12;
/** The same words are not repeated within this distance: tiles cut one area into pieces. */
const REPEAT_PX = 420;
/** Share of the words' width, and number of their heights, that must fit into the area or its piece in a tile. */
const FIT_WIDTH = 0.85;
const FIT_HEIGHT = 2.5;

type Measured = { readonly text: string; readonly width: number; readonly height: number };

/** Written once inside each area, across its widest level line, where it fits. */
export class AreaLabel implements LabelSymbolizer {
  constructor(private readonly look: LabelLook) {}

  place(layout: Layout, geometry: Point[][], feature: Feature): Label[] | undefined {
    const words = measure(this.look, layout, feature);
    if (words === null) return undefined;
    const widest = widestLevelLine(geometry);
    if (widest === null || widest.length < words.width * FIT_WIDTH) return undefined;
    if (widest.room < words.height * FIT_HEIGHT) return undefined;
    return [labelAt(widest.middle, words, this.look)];
  }
}

/** Written under each point. */
export class PointLabel implements LabelSymbolizer {
  constructor(private readonly look: LabelLook) {}

  place(layout: Layout, geometry: Point[][], feature: Feature): Label[] | undefined {
    const at = geometry[0]?.[0];
    const words = measure(this.look, layout, feature);
    if (words === null || at === undefined) return undefined;
    return [labelAt(new Point(at.x, at.y + UNDER_POINT_PX), words, this.look)];
  }
}

function measure(look: LabelLook, layout: Layout, feature: Feature): Measured | null {
  const value = feature.props[look.field];
  if (value === undefined || value === null || value === "") return null;
  const text = String(value);
  layout.scratch.font = look.font;
  const metrics = layout.scratch.measureText(text);
  return {
    text,
    width: metrics.width,
    height: metrics.actualBoundingBoxAscent + metrics.actualBoundingBoxDescent,
  };
}

function labelAt(anchor: Point, { text, width, height }: Measured, look: LabelLook): Label {
  const box = {
    minX: anchor.x - width / 2 - HALO_PX,
    maxX: anchor.x + width / 2 + HALO_PX,
    minY: anchor.y - height / 2 - HALO_PX,
    maxY: anchor.y + height / 2 + HALO_PX,
  };
  const draw = (context: CanvasRenderingContext2D) => {
    context.globalAlpha = 1;
    context.font = look.font;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = HALO_PX;
    context.strokeStyle = look.halo;
    context.strokeText(text, 0, 0);
    context.fillStyle = look.ink;
    context.fillText(text, 0, 0);
  };
  const deduplicationKey = `${look.layer}:${look.field}:${text}`;
  return { anchor, bboxes: [box], draw, deduplicationKey, deduplicationDistance: REPEAT_PX };
}

type LevelLine = { readonly middle: Point; readonly length: number };

/** The widest stretch inside the rings (even-odd) on a few level lines near the middle; `room` is the rings' height. */
export function widestLevelLine(
  rings: readonly (readonly Point[])[],
): (LevelLine & { readonly room: number }) | null {
  const heights = rings.flatMap((ring) => ring.map((point) => point.y));
  const top = heights.reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY);
  const bottom = heights.reduce((most, y) => Math.max(most, y), Number.NEGATIVE_INFINITY);
  let best: LevelLine | null = null;
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const line = widestAt(rings, top + (bottom - top) * share);
    if (line !== null && (best === null || line.length > best.length * 1.2)) best = line;
  }
  return best && { ...best, room: bottom - top };
}

function widestAt(rings: readonly (readonly Point[])[], y: number): LevelLine | null {
  const crossings = rings.flatMap((ring) => crossingsOf(ring, y)).sort((a, b) => a - b);
  let best: LevelLine | null = null;
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const from = crossings[index] as number;
    const to = crossings[index + 1] as number;
    if (best === null || to - from > best.length) {
      best = { middle: new Point((from + to) / 2, y), length: to - from };
    }
  }
  return best;
}

function crossingsOf(ring: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  ring.forEach((to, index) => {
    const from = ring[index - 1];
    if (from === undefined || from.y > y === to.y > y) return;
    crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  });
  return crossings;
}
