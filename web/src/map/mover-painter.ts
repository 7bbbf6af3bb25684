/** Paints one frame of people: tails, circles of many, signs, names, and what is selected. */

import type { Mover, Note, Spot, TailSpot } from "./mover";
import { type Cluster, clustersOf } from "./mover-clusters";
import { MOVER_INKS, type MoverInks } from "./mover-inks";
import { MoverSprites, SPRITE_PX } from "./mover-sprites";
import { FONTS, type Theme } from "./rules";
import { squadSign } from "./squads";

/** Where the frame lies on the map: a spot's pixel is spot × scale − (left, top). */
export type Sheet = {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
  readonly metresPerPixel: number;
};

export type Placed = { readonly x: number; readonly y: number; readonly members: readonly Mover[] };

/** Everybody is named from here on; before, only who is pointed at or selected. */
const NAMES_ZOOM = 16;
const MOST_NAMES = 200;
const NAME_PX = 12;
const NOTE_PX = 4;
const CLUSTER_PX = 15;
const CLUSTER_GROWTH_PX = 2.5;

export class MoverPainter {
  private readonly sprites: MoverSprites;
  private readonly inks: MoverInks;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    theme: Theme,
    private readonly ratio: number,
  ) {
    this.sprites = new MoverSprites(theme, ratio);
    this.inks = MOVER_INKS[theme];
  }

  /** Paint signs, or one circle for several where `alone` is false; returns where they lie. */
  people(movers: readonly Mover[], sheet: Sheet, alone: boolean): Placed[] {
    const groups: Iterable<Cluster> = alone
      ? movers.map((mover) => ({ x: mover.x, y: mover.y, members: [mover] }))
      : clustersOf(movers, sheet.zoom);
    const placed: Placed[] = [];
    for (const group of groups) {
      const { x, y } = pixel(group, sheet);
      if (x < -SPRITE_PX || y < -SPRITE_PX) continue;
      if (x > sheet.width + SPRITE_PX || y > sheet.height + SPRITE_PX) continue;
      placed.push({ x, y, members: group.members });
    }
    for (const { x, y, members } of placed) {
      if (members.length > 1) this.circle(x, y, members);
      else this.sign(x, y, members[0] as Mover);
    }
    return placed;
  }

  /** A sprite is copied pixel by pixel, which takes half the time of one laid between pixels. */
  private sign(x: number, y: number, mover: Mover): void {
    const { ratio } = this;
    const left = Math.round((x - SPRITE_PX) * ratio) / ratio;
    const top = Math.round((y - SPRITE_PX) * ratio) / ratio;
    this.context.drawImage(this.sprites.of(mover), left, top, 2 * SPRITE_PX, 2 * SPRITE_PX);
  }

  /** A number in a ring whose parts are the squads' shares. */
  private circle(x: number, y: number, members: readonly Mover[]): void {
    const { context, inks } = this;
    const radius = circleRadius(members.length);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = inks.paper;
    context.fill();
    context.lineWidth = 4;
    let from = -Math.PI / 2;
    for (const [colour, count] of sharesOf(members)) {
      const to = from + (count / members.length) * 2 * Math.PI;
      context.beginPath();
      context.arc(x, y, radius - 2, from, to);
      context.strokeStyle = colour;
      context.stroke();
      from = to;
    }
    context.font = `600 ${NAME_PX}px ${FONTS}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = inks.ink;
    context.fillText(String(members.length), x, y + 0.5);
  }

  /** Name those who are near enough or marked, so far as their names do not cover one another. */
  names(placed: readonly Placed[], zoom: number, marked: ReadonlySet<number>): void {
    const { context } = this;
    context.font = `${NAME_PX}px ${FONTS}`;
    context.textAlign = "center";
    context.textBaseline = "top";
    const single = placed.filter(({ members }) => members.length === 1);
    const isMarked = ({ members }: Placed) => marked.has((members[0] as Mover).id);
    const first = single.filter(isMarked);
    const others = zoom < NAMES_ZOOM ? [] : single.filter((one) => !isMarked(one)).slice(0, MOST_NAMES);
    const taken: Box[] = [];
    for (const { x, y, members } of [...first, ...others]) {
      const name = (members[0] as Mover).name;
      const half = context.measureText(name).width / 2;
      const box = {
        left: x - half,
        right: x + half,
        top: y + SPRITE_PX - 4,
        bottom: y + SPRITE_PX - 4 + NAME_PX,
      };
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      this.words(name, x, box.top);
    }
  }

  private words(text: string, x: number, y: number): void {
    const { context, inks } = this;
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = inks.paper;
    context.strokeText(text, x, y);
    context.fillStyle = inks.ink;
    context.fillText(text, x, y);
  }

  /** Ring the selected one, and show how far off the place may be. */
  selected(mover: Mover, sheet: Sheet): void {
    const { context, inks } = this;
    const { x, y } = pixel(mover, sheet);
    const reach = (mover.accuracyM ?? 0) / sheet.metresPerPixel;
    if (reach > SPRITE_PX) {
      context.beginPath();
      context.arc(x, y, reach, 0, 2 * Math.PI);
      context.fillStyle = inks.accent;
      context.globalAlpha = 0.12;
      context.fill();
      context.globalAlpha = 1;
    }
    for (const [colour, width] of [
      [inks.paper, 6],
      [inks.accent, 3],
    ] as const) {
      context.beginPath();
      context.arc(x, y, SPRITE_PX, 0, 2 * Math.PI);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
  }

  /** Say at the place how long somebody stopped or was silent, or what happened. */
  notes(notes: readonly Note[], sheet: Sheet): void {
    const { context, inks } = this;
    context.font = `${NAME_PX}px ${FONTS}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const colours = { stop: inks.accent, gap: inks.muted, event: inks.urgent, late: inks.ink };
    for (const note of notes) {
      const { x, y } = pixel(note, sheet);
      context.beginPath();
      context.rect(x - NOTE_PX, y - NOTE_PX, 2 * NOTE_PX, 2 * NOTE_PX);
      context.fillStyle = colours[note.mark];
      context.fill();
      context.strokeStyle = inks.paper;
      context.lineWidth = 1.5;
      context.stroke();
      this.words(note.words, x + 2 * NOTE_PX, y);
    }
  }

  /** A line behind somebody; over a gap, of which nothing is known, it is dashed and thin. */
  tail(spots: readonly TailSpot[], sheet: Sheet): void {
    const { context, inks } = this;
    context.lineJoin = "round";
    for (const gap of [false, true]) {
      context.setLineDash(gap ? [2, 6] : []);
      for (const [colour, width] of [
        [inks.paper, gap ? 3 : 5],
        [inks.accent, gap ? 1.5 : 2.5],
      ] as const) {
        context.beginPath();
        traceStretches(context, spots, sheet, gap);
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.stroke();
      }
    }
    context.setLineDash([]);
  }
}

export function circleRadius(count: number): number {
  return CLUSTER_PX + CLUSTER_GROWTH_PX * Math.log10(count);
}

export function pixel({ x, y }: Spot, sheet: Sheet): { readonly x: number; readonly y: number } {
  return { x: x * sheet.scale - sheet.left, y: y * sheet.scale - sheet.top };
}

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function traceStretches(
  context: CanvasRenderingContext2D,
  spots: readonly TailSpot[],
  sheet: Sheet,
  gap: boolean,
): void {
  spots.forEach((spot, index) => {
    const before = spots[index - 1];
    if (before === undefined || spot.gap !== gap) return;
    const from = pixel(before, sheet);
    const to = pixel(spot, sheet);
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  });
}

/** How many of a circle's members have each squad's colour. */
function sharesOf(members: readonly Mover[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { squad } of members) {
    const { colour } = squadSign(squad);
    shares.set(colour, (shares.get(colour) ?? 0) + 1);
  }
  return shares;
}
