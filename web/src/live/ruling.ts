/** A rule in the making: while its form is open, clicks on the map choose grids or draw areas for it. */

import type { NewRule } from "../api/alert-rules";
import { lookUp } from "../api/calls";
import { t } from "../i18n";
import type { LonLat } from "../map/datum";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import type { Live } from "./state";

export type Ruling = {
  readonly rule: NewRule;
  /** What a click on the map means. */
  readonly by: "grids" | "area";
  /** The corners of the area that is being drawn. */
  readonly corners: readonly LonLat[];
};

const LEAST_CORNERS = 3;
/** As the service writes them. */
const DECIMALS = 7;

export function blankRuling(grid: string | null): Ruling {
  const rule: NewRule = {
    name: "",
    kind: "enter",
    grids: grid === null ? [] : [grid],
    area: null,
    squads: [],
    posts: [],
    people: [],
    minutes: null,
    answer_minutes: null,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    begin: "00:00",
    end: "00:00",
    severity: "warning",
  };
  return { rule, by: "grids", corners: [] };
}

/** Take a click on the map for the rule; false while none is in the making. */
export function pickForRule(live: Live, place: LonLat): boolean {
  const ruling = live.ruling.peek();
  if (ruling === null) return false;
  if (ruling.by === "area") live.ruling.value = { ...ruling, corners: [...ruling.corners, place] };
  else void toggleGridAt(live, place);
  return true;
}

async function toggleGridAt(live: Live, [lon, lat]: LonLat): Promise<void> {
  try {
    const { grid } = await lookUp(lon, lat);
    const ruling = live.ruling.peek();
    if (ruling !== null) live.ruling.value = { ...ruling, rule: withGrid(ruling.rule, grid.code) };
    announce(grid.name);
  } catch (reason) {
    announce(reasonOf(problemFrom(reason)));
  }
}

/** The rule with a grid more, or without it when it is there. */
export function withGrid(rule: NewRule, code: string): NewRule {
  const others = rule.grids.filter((one) => one !== code);
  return { ...rule, grids: others.length < rule.grids.length ? others : [...rule.grids, code] };
}

/** Close what is drawn to an area of the rule; too few corners stay as they are. */
export function closed(ruling: Ruling): Ruling {
  const { corners, rule } = ruling;
  const [first] = corners;
  if (first === undefined || corners.length < LEAST_CORNERS) return ruling;
  const ring = [...corners, first].map(([lon, lat]) => [round(lon), round(lat)]);
  const coordinates = [...(rule.area?.coordinates ?? []), [ring]];
  return { ...ruling, corners: [], rule: { ...rule, area: { type: "MultiPolygon", coordinates } } };
}

/** The rule as it is sent: of the grids and areas only those that the form shows. */
export function sentOf({ rule, by }: Ruling): NewRule {
  const place = by === "grids" ? { grids: rule.grids, area: null } : { grids: [], area: rule.area };
  const made = { ...rule, ...place };
  return {
    ...made,
    name: made.name.trim() || `${t(`alerts.kind_${rule.kind}`)} ${whereOf(made)}`.slice(0, 80),
  };
}

export function hasPlace({ rule, by }: Ruling): boolean {
  return by === "grids" ? rule.grids.length > 0 : rule.area !== null;
}

/** What lies on the map while somebody draws: the areas, and the line of the one that is not closed. */
export function sketchOf(ruling: Ruling | null): GeoJSON.Geometry | null {
  if (ruling === null || ruling.by === "grids") return null;
  const line = ruling.corners.map(([lon, lat]) => [lon, lat]);
  const parts: GeoJSON.Geometry[] = ruling.rule.area ? [ruling.rule.area] : [];
  const open: GeoJSON.Geometry[] = line.length > 1 ? [{ type: "LineString", coordinates: line }] : [];
  return { type: "GeometryCollection", geometries: [...parts, ...open] };
}

function whereOf({ grids }: NewRule): string {
  return grids.length > 0 ? grids.join(t("account.and")) : t("rules.area");
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}
