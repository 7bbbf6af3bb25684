/** The words of a label: how they look, how long they are, how they are painted. */

import type { Feature, Layout } from "protomaps-leaflet";

export type LabelLook = {
  readonly layer: string;
  readonly field: string;
  readonly font: string;
  readonly ink: string;
  readonly halo: string;
};

/** Lengths in pixels; `advances` are those of the single signs. */
export type Words = {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly advances: readonly number[];
};

export const HALO_PX = 3;

/** Measure what a feature is called; null for one without a name. */
export function wordsOf(look: LabelLook, layout: Layout, feature: Feature): Words | null {
  const value = feature.props[look.field];
  if (value === undefined || value === null || value === "") return null;
  const text = String(value);
  layout.scratch.font = look.font;
  const metrics = layout.scratch.measureText(text);
  const advances = Array.from(text).map((sign) => layout.scratch.measureText(sign).width);
  return {
    text,
    width: advances.reduce((sum, advance) => sum + advance, 0),
    height: metrics.actualBoundingBoxAscent + metrics.actualBoundingBoxDescent,
    advances,
  };
}

/** Paint the halo of some words, or the words, in the middle of where the context stands. */
export function paintWords(
  context: CanvasRenderingContext2D,
  text: string,
  look: LabelLook,
  which: "halo" | "ink",
): void {
  context.globalAlpha = 1;
  context.font = look.font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  if (which === "ink") {
    context.fillStyle = look.ink;
    context.fillText(text, 0, 0);
    return;
  }
  context.lineJoin = "round";
  context.lineWidth = HALO_PX;
  context.strokeStyle = look.halo;
  context.strokeText(text, 0, 0);
}
