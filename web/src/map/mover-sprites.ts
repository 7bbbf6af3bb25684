/** Pre-drawn signs of people: drawing thousands a frame must cost no more than copying them. */

import type { Freshness } from "./mover";
import { MOVER_INKS, type MoverInks } from "./mover-inks";
import type { Theme } from "./rules";
import { squadSign } from "./squads";
import { cornersOf } from "./symbols";

/** Half the side of a sprite in CSS pixels: sign, edge, arrow. */
export const SPRITE_PX = 14;
const RADIUS_PX = 6.5;
const ARROW_PX = 13;
/** Directions are told apart as far as the eye does. */
const DIRECTIONS = 32;
const LATE_OPACITY = 0.6;

export type Sign = {
  readonly squad: string | null;
  readonly freshness: Freshness;
  readonly headingDeg: number | null;
  readonly sos: boolean;
};

export class MoverSprites {
  private readonly drawn = new Map<string, HTMLCanvasElement>();

  constructor(
    private readonly theme: Theme,
    private readonly ratio: number,
  ) {}

  /** The picture of a sign, drawn once; its middle is the place. */
  of(sign: Sign): HTMLCanvasElement {
    const direction = directionOf(sign);
    const key = `${sign.squad}|${sign.freshness}|${direction}|${sign.sos}`;
    const known = this.drawn.get(key);
    if (known) return known;
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.ceil(2 * SPRITE_PX * this.ratio);
    const context = sprite.getContext("2d");
    if (context) {
      context.scale(this.ratio, this.ratio);
      context.translate(SPRITE_PX, SPRITE_PX);
      paintSign(context, sign, direction, MOVER_INKS[this.theme]);
    }
    this.drawn.set(key, sprite);
    return sprite;
  }
}

/** Who is lost goes nowhere that is known. */
function directionOf({ headingDeg, freshness }: Sign): number | null {
  if (headingDeg === null || freshness === "lost") return null;
  return Math.round((headingDeg / 360) * DIRECTIONS) % DIRECTIONS;
}

function paintSign(
  context: CanvasRenderingContext2D,
  { squad, freshness, sos }: Sign,
  direction: number | null,
  inks: MoverInks,
): void {
  const { shape, colour } = squadSign(squad);
  context.globalAlpha = freshness === "late" ? LATE_OPACITY : 1;
  context.lineJoin = "round";
  if (direction !== null) paintArrow(context, (direction / DIRECTIONS) * 2 * Math.PI, colour, inks.paper);
  context.beginPath();
  if (shape === "circle") context.arc(0, 0, RADIUS_PX, 0, 2 * Math.PI);
  for (const [x, y] of cornersOf(shape, RADIUS_PX)) context.lineTo(x, y);
  context.closePath();
  paintPath(context, inks.paper, freshness === "lost" ? inks.paper : colour, 4);
  if (freshness === "lost") paintCross(context, inks.muted);
  if (sos) paintRing(context, inks.urgent);
}

/** Fill a path over a wider edge, so that it stands off from any ground. */
function paintPath(context: CanvasRenderingContext2D, edge: string, fill: string, width: number): void {
  context.strokeStyle = edge;
  context.lineWidth = width;
  context.stroke();
  context.fillStyle = fill;
  context.fill();
}

/** The hollow sign has an edge of its own and a cross. */
function paintCross(context: CanvasRenderingContext2D, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.75;
  context.stroke();
  context.beginPath();
  for (const turn of [1, -1]) {
    context.moveTo(-2.5, -2.5 * turn);
    context.lineTo(2.5, 2.5 * turn);
  }
  context.stroke();
}

function paintArrow(context: CanvasRenderingContext2D, angle: number, colour: string, edge: string): void {
  context.save();
  context.rotate(angle);
  context.beginPath();
  context.moveTo(0, -ARROW_PX);
  context.lineTo(5, -RADIUS_PX);
  context.lineTo(-5, -RADIUS_PX);
  context.closePath();
  paintPath(context, edge, colour, 2);
  context.restore();
}

function paintRing(context: CanvasRenderingContext2D, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.beginPath();
  context.arc(0, 0, SPRITE_PX - 2, 0, 2 * Math.PI);
  context.stroke();
}
