/** Courses: lines to write along, and the middle line of a river that is given as an area. */

import Point from "@mapbox/point-geometry";
import { heightsOf, stretchesAt } from "./level-lines";

/** A place on a course and the way it goes there, in radians clockwise from the right. */
export type Step = { readonly at: Point; readonly angle: number };

/** A line whose places are found by their distance from its start, in pixels. */
export class Course {
  private readonly distances: readonly number[];

  constructor(private readonly points: readonly Point[]) {
    let far = 0;
    this.distances = points.map((point, index) => {
      far += index === 0 ? 0 : point.dist(points[index - 1] as Point);
      return far;
    });
  }

  get length(): number {
    return this.distances[this.distances.length - 1] ?? 0;
  }

  /** The place at a distance from the start; before the start and behind the end the line goes straight on. */
  step(distance: number): Step {
    const next = this.distances.findIndex((far, index) => index > 0 && far >= distance);
    const index = next === -1 ? this.points.length - 1 : next;
    const from = this.points[index - 1] as Point;
    const to = this.points[index] as Point;
    const before = this.distances[index - 1] as number;
    const share = (distance - before) / ((this.distances[index] as number) - before || 1);
    return { at: to.sub(from).mult(share).add(from), angle: Math.atan2(to.y - from.y, to.x - from.x) };
  }
}

/** A river is looked across at so many pixels. */
const ACROSS_PX = 8;
/** Wider than this share of its length it is a lake. */
const MOST_WIDTH = 0.2;
/** Thinner than this it is not seen well enough to be named. */
const LEAST_WIDTH_PX = 2.5;

/** The middle lines of an area that is long and thin, in pixels; none for a lake or a ditch. */
export function middleLines(rings: readonly (readonly Point[])[]): Course[] {
  const sideways = rings.map((ring) => ring.map(swapped));
  const wide = extentOf(sideways) > extentOf(rings);
  return runs(wide ? sideways : rings)
    .filter(({ points, widths }) => {
      const width = widths.reduce((sum, one) => sum + one, 0) / widths.length;
      return width >= LEAST_WIDTH_PX && width < points.length * ACROSS_PX * MOST_WIDTH;
    })
    .map(({ points }) => new Course(wide ? points.map(swapped) : points));
}

type Run = { readonly points: Point[]; readonly widths: number[] };

/** Follow the stretches inside the rings from level line to level line, as long as one lies under the other. */
function runs(rings: readonly (readonly Point[])[]): Run[] {
  const [top, bottom] = heightsOf(rings);
  const all: Run[] = [];
  let open: Run[] = [];
  for (let y = top + ACROSS_PX / 2; y < bottom; y += ACROSS_PX) {
    const known = open;
    open = stretchesAt(rings, y).map(({ from, to }) => {
      const middle = new Point((from + to) / 2, y);
      const above = known.find(({ points }) => goesOn(points, middle));
      const run = above ?? { points: [], widths: [] };
      if (above) known.splice(known.indexOf(above), 1);
      else all.push(run);
      run.points.push(middle);
      run.widths.push(to - from);
      return run;
    });
  }
  return all.filter(({ points }) => points.length > 2);
}

function goesOn(points: readonly Point[], next: Point): boolean {
  const last = points[points.length - 1];
  return last !== undefined && Math.abs(last.x - next.x) <= 2 * ACROSS_PX;
}

function swapped({ x, y }: Point): Point {
  return new Point(y, x);
}

function extentOf(rings: readonly (readonly Point[])[]): number {
  const [top, bottom] = heightsOf(rings);
  return bottom - top;
}
