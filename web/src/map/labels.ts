/** Where the words of a layer stand: inside an area, along a line or a river, or under a point. */

import Point from "@mapbox/point-geometry";
import type { Feature, Label, LabelSymbolizer, Layout } from "protomaps-leaflet";
import { Course, middleLines } from "./course";
import { widestLevelLine } from "./level-lines";
import { HALO_PX, type LabelLook, paintWords, type Words, wordsOf } from "./words";
import { writtenAlong } from "./written-along";

const UNDER_POINT_PX = 12;
/** The same words are not repeated within this distance: tiles cut one area into pieces. */
const REPEAT_PX = 420;
/** Share of the words' width, and number of their heights, that must fit into the area or its piece in a tile. */
const FIT_WIDTH = 0.85;
const FIT_HEIGHT = 2.5;

/** Written once inside each area, across its widest level line, where it fits; `rivers` are named along their course. */
export class AreaLabel implements LabelSymbolizer {
  constructor(
    private readonly look: LabelLook,
    private readonly rivers: boolean,
  ) {}

  place(layout: Layout, geometry: Point[][], feature: Feature): Label[] | undefined {
    const words = wordsOf(this.look, layout, feature);
    if (words === null) return undefined;
    const courses = this.rivers ? middleLines(geometry) : [];
    if (courses.length > 0) return courses.flatMap((course) => writtenAlong(course, words, this.look));
    const widest = widestLevelLine(geometry);
    if (widest === null || widest.length < words.width * FIT_WIDTH) return undefined;
    if (widest.room < words.height * FIT_HEIGHT) return undefined;
    return [labelAt(widest.middle, words, this.look)];
  }
}

/** Written along each line, where it is straight enough. */
export class LineLabel implements LabelSymbolizer {
  constructor(private readonly look: LabelLook) {}

  place(layout: Layout, geometry: Point[][], feature: Feature): Label[] | undefined {
    const words = wordsOf(this.look, layout, feature);
    if (words === null) return undefined;
    return geometry.flatMap((line) => writtenAlong(new Course(line), words, this.look));
  }
}

/** Written under each point. */
export class PointLabel implements LabelSymbolizer {
  constructor(private readonly look: LabelLook) {}

  place(layout: Layout, geometry: Point[][], feature: Feature): Label[] | undefined {
    const at = geometry[0]?.[0];
    const words = wordsOf(this.look, layout, feature);
    if (words === null || at === undefined) return undefined;
    return [labelAt(new Point(at.x, at.y + UNDER_POINT_PX), words, this.look)];
  }
}

function labelAt(anchor: Point, { text, width, height }: Words, look: LabelLook): Label {
  const box = {
    minX: anchor.x - width / 2 - HALO_PX,
    maxX: anchor.x + width / 2 + HALO_PX,
    minY: anchor.y - height / 2 - HALO_PX,
    maxY: anchor.y + height / 2 + HALO_PX,
  };
  const draw = (context: CanvasRenderingContext2D) => {
    paintWords(context, text, look, "halo");
    paintWords(context, text, look, "ink");
  };
  const deduplicationKey = `${look.layer}:${look.field}:${text}`;
  return { anchor, bboxes: [box], draw, deduplicationKey, deduplicationDistance: REPEAT_PX };
}
