/** The inspector's map: areas filled by their state, a sign in each, one of them chosen, with Leaflet behind it. */

import "leaflet/dist/leaflet.css";
import L from "leaflet";
import type { Basemap, Bounds } from "../api/types";
import { type Ground, groundOf } from "./basemap";
import type { LonLat } from "./datum";
import { type Frame, frameOf } from "./frame";
import { LayerStack } from "./layer-stack";
import { labelSpot } from "./partition/label-spot";
import { type Leg, RoundLine } from "./round-line";
import type { Theme } from "./rules";
import { Selection } from "./selection";
import type { Shown } from "./town-map";

/** One area: its look is a class of the style sheet, so that it follows the theme. */
export type FilledArea = {
  readonly code: string;
  readonly geometry: GeoJSON.Geometry;
  readonly look: string;
  readonly sign: string;
};

const MIN_ZOOM = 8;
const MAX_ZOOM = 19;
const WHOLE_CHINA: Bounds = [98, 24, 122, 42];
const SIGN_PX = 16;

export class CoverageMap {
  private readonly map: L.Map;
  private readonly frame: Frame;
  private readonly ground: Ground | null;
  private readonly stack: LayerStack;
  private readonly areas: L.LayerGroup;
  private readonly selection: Selection;
  private readonly round: RoundLine;

  constructor(
    element: HTMLElement,
    basemap: Basemap,
    private readonly pick: (code: string) => void,
  ) {
    this.frame = frameOf(basemap.kind === "layers" ? "wgs84" : basemap.datum);
    this.map = L.map(element, {
      zoomControl: false,
      attributionControl: false,
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      fadeAnimation: false,
      zoomAnimation: false,
    });
    L.control.scale({ position: "bottomright", imperial: false }).addTo(this.map);
    this.map.createPane("basemap").style.zIndex = "150";
    this.ground = groundOf(basemap, "basemap");
    this.stack = new LayerStack(this.map, this.frame);
    this.areas = L.layerGroup();
    this.selection = new Selection(this.map, this.frame);
    this.round = new RoundLine(this.map, this.frame);
  }

  /** Set the first view; nothing is drawn before. */
  open(bounds: Bounds | null): void {
    this.whole(bounds);
    this.ground?.layer.addTo(this.map);
    this.stack.open();
    this.areas.addTo(this.map);
  }

  whole(bounds: Bounds | null): void {
    this.map.fitBounds(this.frame.boxToMap(bounds ?? WHOLE_CHINA), { animate: false });
  }

  showGround(layers: readonly Shown[], theme: Theme, language: string): void {
    this.ground?.paint(theme, language);
    this.stack.show(layers, theme);
  }

  fill(areas: readonly FilledArea[]): void {
    this.areas.clearLayers();
    for (const area of areas) {
      this.areas.addLayer(this.shapeOf(area));
      const spot = labelSpot(ringsOf(area.geometry));
      if (spot) this.areas.addLayer(this.signOf(area, spot));
    }
  }

  choose(geometry: GeoJSON.Geometry | null): void {
    this.selection.outline(geometry);
  }

  /** Draw a round in place of the one before; none for no legs. */
  showRound(legs: readonly Leg[]): void {
    this.round.show(legs);
  }

  zoomBy(steps: number): void {
    this.map.setZoom(this.map.getZoom() + steps, { animate: false });
  }

  resized(): void {
    this.map.invalidateSize({ animate: false });
  }

  remove(): void {
    this.map.remove();
  }

  private shapeOf({ code, geometry, look }: FilledArea): L.Layer {
    const coordsToLatLng = ([lon, lat]: number[]) => this.frame.toMap([lon as number, lat as number]);
    const style = () => ({ className: `cover-area ${look}`, weight: 1 });
    return L.geoJSON(geometry, { style, coordsToLatLng }).on("click", () => this.pick(code));
  }

  private signOf({ look, sign }: FilledArea, spot: LonLat): L.Layer {
    const icon = L.divIcon({ className: `cover-spot ${look}`, html: sign, iconSize: [SIGN_PX, SIGN_PX] });
    return L.marker(this.frame.toMap(spot), { icon, interactive: false, keyboard: false });
  }
}

function ringsOf(geometry: GeoJSON.Geometry): { readonly places: Float64Array }[] {
  if (geometry.type === "Polygon") return geometry.coordinates.map(flat);
  return geometry.type === "MultiPolygon" ? geometry.coordinates.flat().map(flat) : [];
}

function flat(ring: readonly GeoJSON.Position[]): { readonly places: Float64Array } {
  return { places: Float64Array.from(ring.flatMap(([lon, lat]) => [lon as number, lat as number])) };
}
