/** Chains arcs into the rings of whatever lies on one side of them. */

import type { Mm } from "../../api/draft-types";
import { type Arc, vertexAt, vertexCount } from "./arc";

/** An arc walked from its first vertex to its last, or back. */
export type Step = { readonly arc: Arc; readonly forward: boolean };
export type Ring = readonly Step[];

/** Chain the arcs with exactly one side in `inside`, each walked with the inside on its left. */
export function ringsRound(arcs: readonly Arc[], inside: (code: string) => boolean): readonly Ring[] {
  const within = (code: string | null) => code !== null && inside(code);
  const border = arcs.filter(({ left, right }) => within(left) !== within(right));
  return chained(border.map((arc) => ({ arc, forward: within(arc.left) })));
}

/** Chain steps head to tail; where several go on, any will do: a fill is the same. */
export function chained(steps: readonly Step[]): readonly Ring[] {
  const starting = new Map<string, Step[]>();
  for (const step of steps) {
    const key = nameOf(startOf(step));
    starting.set(key, [...(starting.get(key) ?? []), step]);
  }
  const rings: Ring[] = [];
  for (const first of steps) {
    const ring = follow(first, starting);
    if (ring.length > 0) rings.push(ring);
  }
  return rings;
}

/** Walk from a step until nothing goes on, using up what was walked. */
function follow(first: Step, starting: ReadonlyMap<string, Step[]>): Ring {
  const ring: Step[] = [];
  const home = nameOf(startOf(first));
  let key = home;
  do {
    const open = starting.get(key) ?? [];
    const at = ring.length === 0 ? open.indexOf(first) : open.length - 1;
    const [step] = at < 0 ? [] : open.splice(at, 1);
    if (step === undefined) break;
    ring.push(step);
    key = nameOf(endOf(step));
  } while (key !== home);
  return ring;
}

function startOf({ arc, forward }: Step): Mm {
  return vertexAt(arc, forward ? 0 : vertexCount(arc) - 1);
}

function endOf({ arc, forward }: Step): Mm {
  return vertexAt(arc, forward ? vertexCount(arc) - 1 : 0);
}

function nameOf([x, y]: Mm): string {
  return `${x},${y}`;
}
