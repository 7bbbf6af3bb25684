/** Roads and rivers that a border can be laid along: the one nearest to a click. */

import { getItems } from "../api/calls";
import type { Bounds } from "../api/types";
import type { LonLat } from "../map/datum";
import { groundDistanceM } from "../map/ground-distance";
import { nearestOnLine } from "../map/partition/guide-line";
import type { Planner } from "./state";

const GUIDES = ["roads", "water"];
const MOST = 50;
const M_PER_DEGREE = 111_000;

/** Keep the line near a place as the guide; none when there is none within `reachM`. */
export async function pickGuide(planner: Planner, place: LonLat, reachM: number): Promise<void> {
  const lines = (await Promise.all(GUIDES.map((layer) => linesNear(layer, place, reachM)))).flat();
  let best: readonly LonLat[] = [];
  let nearest = reachM;
  for (const line of lines) {
    const away = groundDistanceM(nearestOnLine(line, place), place);
    if (away > nearest) continue;
    nearest = away;
    best = line;
  }
  planner.guide.value = best;
}

async function linesNear(layer: string, [lon, lat]: LonLat, reachM: number): Promise<LonLat[][]> {
  const dLat = reachM / M_PER_DEGREE;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  const box: Bounds = [lon - dLon, lat - dLat, lon + dLon, lat + dLat];
  const { features } = await getItems(layer, box, {}, MOST).catch(() => ({ features: [] }));
  return features.flatMap(({ geometry }) => linesOf(geometry));
}

function linesOf(geometry: GeoJSON.Geometry): LonLat[][] {
  const pairs = (line: GeoJSON.Position[]) =>
    line.map(([lon, lat]) => [lon as number, lat as number] as const);
  if (geometry.type === "LineString") return [pairs(geometry.coordinates)];
  if (geometry.type === "MultiLineString") return geometry.coordinates.map(pairs);
  return [];
}
