/** Paints a draft's grids: tints of squads, borders by rank, what is selected, and names. */

import type { Paper } from "./map-canvas";
import { type Arc, isOutline } from "./partition/arc";
import type { Partition } from "./partition/partition";
import { type Ring, ringsRound } from "./partition/rings";
import { type PlanInks, planInks, squadTint } from "./plan-inks";
import { paintNames } from "./plan-names";
import type { Theme } from "./rules";
import type { Spots } from "./spots";
import { traceArc, traceRings } from "./trace";

export type Scene = {
  readonly partition: Partition;
  /** Arcs that are drawn elsewhere, as they move. */
  readonly hidden: ReadonlySet<Arc>;
  readonly chosen: readonly string[];
  readonly villages: ReadonlyMap<string, string>;
  readonly theme: Theme;
};

type Rank = "grid" | "village" | "town";
type Look = { readonly width: number; readonly dash: readonly number[] };
const LOOKS: Readonly<Record<Rank, Look>> = {
  grid: { width: 1, dash: [] },
  village: { width: 2, dash: [] },
  town: { width: 3, dash: [10, 5] },
};

/** Farther out borders are so near to each other that they are drawn at half their width. */
const FULL_FROM_ZOOM = 12;

export function paintScene(paper: Paper, scene: Scene, spots: Spots): void {
  const inks = planInks(scene.theme);
  paintSquads(paper, scene, spots);
  paintChosenGround(paper, scene, spots, inks);
  for (const rank of ["grid", "village", "town"] as const) paintRank(paper, scene, spots, rank);
  paintChosenBorders(paper, scene, spots, inks);
  paintNames(paper, scene, spots, inks);
}

function paintSquads({ context, ...paper }: Paper, { partition }: Scene, spots: Spots): void {
  for (const [squad, rings] of squadRings(partition)) {
    context.beginPath();
    traceRings({ context, ...paper }, rings, spots);
    context.fillStyle = squadTint(squad);
    context.fill("evenodd");
  }
}

function squadRings(partition: Partition): ReadonlyMap<string, readonly Ring[]> {
  const known = zones.get(partition);
  if (known) return known;
  const squads = new Set([...partition.grids.values()].map(({ squad }) => squad));
  const rings = new Map<string, readonly Ring[]>();
  for (const squad of squads) {
    if (squad === null) continue;
    const inside = (code: string) => partition.grids.get(code)?.squad === squad;
    rings.set(squad, ringsRound(partition.arcs, inside));
  }
  zones.set(partition, rings);
  return rings;
}

const zones = new WeakMap<Partition, ReadonlyMap<string, readonly Ring[]>>();

function paintChosenGround(paper: Paper, scene: Scene, spots: Spots, inks: PlanInks): void {
  if (scene.chosen.length === 0) return;
  const { context } = paper;
  context.beginPath();
  traceRings(paper, ringsRound(scene.partition.arcs, isChosen(scene)), spots);
  context.fillStyle = inks.tint;
  context.fill("evenodd");
}

function paintRank(paper: Paper, scene: Scene, spots: Spots, rank: Rank): void {
  const { context } = paper;
  const { width, dash } = LOOKS[rank];
  context.beginPath();
  for (const arc of scene.partition.arcs) {
    if (rankOf(arc, scene.partition) === rank && !scene.hidden.has(arc)) traceArc(paper, arc, spots);
  }
  stroke(context, planInks(scene.theme)[rank], paper.zoom < FULL_FROM_ZOOM ? width / 2 : width, dash);
}

function rankOf(arc: Arc, { grids }: Partition): Rank {
  if (isOutline(arc)) return "town";
  const [left, right] = [grids.get(arc.left ?? ""), grids.get(arc.right ?? "")];
  return left?.parent === right?.parent ? "grid" : "village";
}

/** A line of accent over a halo of paper, round what is chosen as a whole. */
function paintChosenBorders(paper: Paper, scene: Scene, spots: Spots, inks: PlanInks): void {
  if (scene.chosen.length === 0) return;
  const { context } = paper;
  const within = isChosen(scene);
  const side = (code: string | null) => code !== null && within(code);
  const round = scene.partition.arcs.filter(({ left, right }) => side(left) || side(right));
  context.beginPath();
  for (const arc of round) if (!scene.hidden.has(arc)) traceArc(paper, arc, spots);
  stroke(context, inks.paper, 6);
  stroke(context, inks.accent, 3);
}

function isChosen({ chosen }: Scene): (code: string) => boolean {
  const codes = new Set(chosen);
  return (code) => codes.has(code);
}

export function stroke(
  context: CanvasRenderingContext2D,
  ink: string,
  width: number,
  dash: readonly number[] = [],
): void {
  context.lineJoin = "round";
  context.lineCap = dash.length > 0 ? "butt" : "round";
  context.setLineDash([...dash]);
  context.strokeStyle = ink;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}
