/** Areas straight from the arcs: what lies left of an arc gains by it what lies right of it loses. */

import type { Mm } from "../../api/draft-types";
import type { Arc } from "./arc";
import { arcsOf, type Partition } from "./partition";

const MM2_PER_M2 = 1e6;

/** The area of a grid in square metres. */
export function areaM2(partition: Partition, code: string): number {
  return areaRound(arcsOf(partition, code), code);
}

/** The area of what lies on `code`'s side of all its arcs, in square metres. */
export function areaRound(arcs: readonly Arc[], code: string): number {
  const [first] = arcs;
  if (first === undefined) return 0;
  const origin: Mm = [first.mm[0] as number, first.mm[1] as number];
  let doubled = 0;
  for (const arc of arcs) {
    doubled += (arc.left === code ? 1 : -1) * doubledUnder(arc.mm, origin);
  }
  return Math.abs(doubled) / 2 / MM2_PER_M2;
}

/** Twice the area swept by an arc as seen from `origin`; near it, sums stay exact integers. */
function doubledUnder(mm: Float64Array, [x0, y0]: Mm): number {
  let sum = 0;
  for (let i = 2; i < mm.length; i += 2) {
    const x1 = (mm[i - 2] as number) - x0;
    const y1 = (mm[i - 1] as number) - y0;
    const x2 = (mm[i] as number) - x0;
    const y2 = (mm[i + 1] as number) - y0;
    sum += x1 * y2 - x2 * y1;
  }
  return sum;
}

/** The area of a drawn ring, in square metres; the last point is joined to the first. */
export function ringAreaM2(ring: readonly Mm[]): number {
  const [first] = ring;
  if (first === undefined || ring.length < 3) return 0;
  const flat = new Float64Array([...ring, first].flat());
  return Math.abs(doubledUnder(flat, first)) / 2 / MM2_PER_M2;
}

/** The length of a drawn line, in metres. */
export function lineLengthM(line: readonly Mm[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    const [x1, y1] = line[i - 1] as Mm;
    const [x2, y2] = line[i] as Mm;
    sum += Math.hypot(x2 - x1, y2 - y1);
  }
  return sum / 1000;
}
