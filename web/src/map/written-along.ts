/** Words written along a course, sign by sign, on its straightest stretches. */

import type Point from "@mapbox/point-geometry";
import type { Label } from "protomaps-leaflet";
import type { Course, Step } from "./course";
import { HALO_PX, type LabelLook, paintWords, type Words } from "./words";

/** Words stand so far from the ends of their course, where it meets others. */
const MARGIN_PX = 6;
/** Places are tried at this distance. */
const TRIED_EVERY_PX = 24;
/** As the crow flies, the words reach at least this share of their length: bends of about 60 degrees in all. */
const STRAIGHT = 0.95;
const MOST_PLACES = 8;
/** The same words are not repeated within this distance on the way: long streets are named again. */
const REPEAT_PX = 360;
/** Steeper than this, Chinese is written from top to bottom with its signs upright. */
const STEEP = Math.PI / 3;
const HAN = /\p{Script=Han}/u;

/** The places for words on one course, the straightest first; the map takes those that have room. */
export function writtenAlong(course: Course, words: Words, look: LabelLook): Label[] {
  return placesFor(course, words.width).map((start) => labelAlong(course, start, words, look));
}

/** Where words of `width` may begin, as distances from the start of the course, the straightest stretch first. */
export function placesFor(course: Course, width: number): number[] {
  const places: { readonly start: number; readonly straight: number }[] = [];
  const last = course.length - width - MARGIN_PX;
  for (let start = MARGIN_PX; start <= last; start += TRIED_EVERY_PX) {
    const straight = course.step(start).at.dist(course.step(start + width).at) / width;
    if (straight >= STRAIGHT) places.push({ start, straight });
  }
  places.sort((a, b) => b.straight - a.straight);
  return places.slice(0, MOST_PLACES).map(({ start }) => start);
}

type Sign = { readonly text: string; readonly at: Point; readonly angle: number };

function labelAlong(course: Course, start: number, words: Words, look: LabelLook): Label {
  const signs = signsAlong(course, start, words);
  const anchor = course.step(start + words.width / 2).at;
  const reach = words.height / 2 + HALO_PX;
  const draw = (context: CanvasRenderingContext2D) => {
    // All halos before all letters, so that no halo covers a neighbour.
    for (const ink of ["halo", "ink"] as const) {
      for (const { text, at, angle } of signs) {
        context.save();
        context.translate(at.x - anchor.x, at.y - anchor.y);
        context.rotate(angle);
        paintWords(context, text, look, ink);
        context.restore();
      }
    }
  };
  return {
    anchor,
    bboxes: [...signs.map(({ at }) => at), anchor].map(({ x, y }) => ({
      minX: x - reach,
      maxX: x + reach,
      minY: y - reach,
      maxY: y + reach,
    })),
    draw,
    deduplicationKey: `${look.layer}:${look.field}:${words.text}`,
    deduplicationDistance: REPEAT_PX,
  };
}

function signsAlong(course: Course, start: number, { text, width, advances }: Words): Sign[] {
  const first = course.step(start).at;
  const last = course.step(start + width).at;
  const { backwards, upright } = readingOf(Math.atan2(last.y - first.y, last.x - first.x), text);
  const turn = (backwards ? Math.PI : 0) - (upright ? Math.PI / 2 : 0);
  let before = 0;
  return Array.from(text).map((sign, index) => {
    const advance = advances[index] as number;
    const middle = before + advance / 2;
    before += advance;
    const { at, angle }: Step = course.step(start + (backwards ? width - middle : middle));
    return { text: sign, at, angle: angle + turn };
  });
}

/** Whether to read against the course, so that words run to the right, and whether Chinese runs down instead. */
export function readingOf(angle: number, text: string): { backwards: boolean; upright: boolean } {
  const steep = Math.abs(Math.sin(angle)) > Math.sin(STEEP);
  const upright = steep && HAN.test(text);
  return { upright, backwards: upright ? Math.sin(angle) < 0 : Math.cos(angle) < 0 };
}
