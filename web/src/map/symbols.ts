/** The signs of point layers: shape, fill and border, on canvas and as paths for legends. */

import type Point from "@mapbox/point-geometry";
import type { PaintSymbolizer } from "protomaps-leaflet";
import type { PaintedSymbol, Shape } from "../api/layer";

type Corner = readonly [x: number, y: number];

// Corners at radius 1, sized so that all shapes weigh about the same to the eye.
const CORNERS: Readonly<Record<Exclude<Shape, "circle">, readonly Corner[]>> = {
  triangle: [
    [0, -1.15],
    [1.1, 0.85],
    [-1.1, 0.85],
  ],
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  diamond: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
};

/** The corners of a shape of `radius` pixels round the origin; none for a circle. */
export function cornersOf(shape: Shape, radius: number): readonly Corner[] {
  return shape === "circle" ? [] : CORNERS[shape].map(([x, y]) => [x * radius, y * radius] as const);
}

/** Paints one sign at each point. */
export class PointSymbol implements PaintSymbolizer {
  constructor(
    private readonly symbol: PaintedSymbol,
    private readonly theme: "light" | "dark",
  ) {}

  draw(context: CanvasRenderingContext2D, geometry: Point[][]): void {
    for (const part of geometry) {
      for (const point of part) this.drawAt(context, point);
    }
  }

  private drawAt(context: CanvasRenderingContext2D, at: Point): void {
    const { fill, stroke } = this.symbol;
    tracePath(context, at, this.symbol);
    if (fill !== null) {
      context.globalAlpha = this.symbol.fill_opacity;
      context.fillStyle = fill[this.theme];
      context.fill();
    }
    if (stroke !== null) {
      context.globalAlpha = this.symbol.stroke_opacity;
      context.strokeStyle = stroke[this.theme];
      context.lineWidth = this.symbol.stroke_width;
      context.stroke();
    }
  }
}

function tracePath(context: CanvasRenderingContext2D, at: Point, { shape, radius }: PaintedSymbol): void {
  context.beginPath();
  if (shape === "circle") context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  for (const [x, y] of cornersOf(shape, radius)) context.lineTo(at.x + x, at.y + y);
  context.closePath();
}
