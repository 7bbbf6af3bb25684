/** The one map the pages see: layers, view, clicks and selection, in WGS-84, with Leaflet behind it. */

import "leaflet/dist/leaflet.css";
import L from "leaflet";
import type { ParameterValues } from "../api/calls";
import type { Layer } from "../api/layer";
import type { Basemap, Bounds } from "../api/types";
import { type Ground, groundOf } from "./basemap";
import type { LonLat } from "./datum";
import { type Frame, frameOf } from "./frame";
import { LayerStack } from "./layer-stack";
import type { Theme } from "./rules";
import { Selection } from "./selection";

export type View = { readonly lon: number; readonly lat: number; readonly zoom: number };
export type Shown = { readonly layer: Layer; readonly parameters: ParameterValues };

const MIN_ZOOM = 8;
const MAX_ZOOM = 20;
const WHOLE_CHINA: Bounds = [98, 24, 122, 42];

export type MapEvents = { onMove(view: View): void; onPick(place: LonLat): void };

export class TownMap {
  readonly selection: Selection;
  private readonly map: L.Map;
  private readonly frame: Frame;
  private readonly ground: Ground | null;
  private readonly stack: LayerStack;

  constructor(element: HTMLElement, basemap: Basemap, events: MapEvents) {
    this.frame = frameOf(basemap.kind === "layers" ? "wgs84" : basemap.datum);
    this.map = L.map(element, {
      zoomControl: false,
      attributionControl: false,
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      fadeAnimation: false,
    });
    L.control.scale({ position: "bottomright", imperial: false }).addTo(this.map);
    this.map.createPane("basemap").style.zIndex = "150";
    this.ground = groundOf(basemap, "basemap");
    this.stack = new LayerStack(this.map, this.frame);
    this.selection = new Selection(this.map, this.frame);
    this.map.on("moveend", () => events.onMove(this.view()));
    this.map.on("click", (event) => events.onPick(this.frame.toWorld(event.latlng)));
  }

  /** Set the first view; nothing is drawn before. */
  open(view: View | null, bounds: Bounds | null): void {
    if (view) this.map.setView(this.frame.toMap([view.lon, view.lat]), view.zoom);
    else this.map.fitBounds(this.frame.boxToMap(bounds ?? WHOLE_CHINA));
    this.ground?.layer.addTo(this.map);
    this.stack.open();
  }

  show(layers: readonly Shown[], theme: Theme, language: string): void {
    this.ground?.paint(theme, language);
    this.stack.show(layers, theme);
  }

  view(): View {
    const [lon, lat] = this.frame.toWorld(this.map.getCenter());
    return { lon, lat, zoom: this.map.getZoom() };
  }

  /** The box of the world that is on screen. */
  bounds(): Bounds {
    const seen = this.map.getBounds();
    const [west, south] = this.frame.toWorld(seen.getSouthWest());
    const [east, north] = this.frame.toWorld(seen.getNorthEast());
    return [west, south, east, north];
  }

  /** Metres on the ground under one CSS pixel at the middle of the map. */
  metresPerPixel(): number {
    const { lat, zoom } = this.view();
    return (40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / 256 / 2 ** zoom;
  }

  moveTo(view: View): void {
    this.map.setView(this.frame.toMap([view.lon, view.lat]), view.zoom, { animate: !reducedMotion() });
  }

  /** Bring a place near, at least as close as `zoom`. */
  approach(place: LonLat, zoom: number): void {
    this.moveTo({ lon: place[0], lat: place[1], zoom: Math.max(zoom, this.map.getZoom()) });
  }

  fit(box: Bounds): void {
    this.map.fitBounds(this.frame.boxToMap(box), {
      padding: [32, 32],
      maxZoom: 17,
      animate: !reducedMotion(),
    });
  }

  zoomBy(steps: number): void {
    this.map.setZoom(this.map.getZoom() + steps, { animate: !reducedMotion() });
  }

  /** Take note of a new size of the element. */
  resized(): void {
    this.map.invalidateSize({ animate: false });
  }

  focus(): void {
    this.map.getContainer().focus();
  }

  remove(): void {
    this.map.remove();
  }
}

function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
