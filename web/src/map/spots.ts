/** Where the vertices of arcs lie on the map shown, as fractions of the whole world; reckoned once for each. */

import type { LonLat } from "./datum";
import { type Frame, tileAt } from "./frame";
import { type Arc, type Box, boxRound } from "./partition/arc";

export class Spots {
  private readonly flats = new WeakMap<Arc, Float64Array>();
  private readonly boxes = new WeakMap<Arc, Box>();

  constructor(private readonly frame: Frame) {}

  /** Flat pairs, x before y. */
  of(arc: Arc): Float64Array {
    const known = this.flats.get(arc);
    if (known) return known;
    const flat = new Float64Array(arc.places.length);
    for (let i = 0; i < flat.length; i += 2) {
      const [x, y] = this.spotOf([arc.places[i] as number, arc.places[i + 1] as number]);
      flat[i] = x;
      flat[i + 1] = y;
    }
    this.flats.set(arc, flat);
    return flat;
  }

  boxOf(arc: Arc): Box {
    const known = this.boxes.get(arc);
    if (known) return known;
    const box = boxRound(this.of(arc));
    this.boxes.set(arc, box);
    return box;
  }

  spotOf(place: LonLat): readonly [x: number, y: number] {
    const { lng, lat } = this.frame.toMap(place);
    const { x, y } = tileAt([lng, lat], 0);
    return [x, y];
  }
}
