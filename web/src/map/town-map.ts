/** The one map the pages see: layers, view, clicks and selection, in WGS-84, with Leaflet behind it. */

import "leaflet/dist/leaflet.css";
import L from "leaflet";
import type { ParameterValues } from "../api/calls";
import type { Layer } from "../api/layer";
import type { Basemap, Bounds } from "../api/types";
import { type Ground, groundOf } from "./basemap";
import type { LonLat } from "./datum";
import { type Frame, frameOf, tileAt } from "./frame";
import { LayerStack } from "./layer-stack";
import type { Mover, Spot } from "./mover";
import { Movers } from "./movers";
import type { Theme } from "./rules";
import { Selection } from "./selection";

export type View = { readonly lon: number; readonly lat: number; readonly zoom: number };
export type Shown = { readonly layer: Layer; readonly parameters: ParameterValues };

const MIN_ZOOM = 8;
const MAX_ZOOM = 20;
const WHOLE_CHINA: Bounds = [98, 24, 122, 42];

export type MapEvents = {
  onMove(view: View): void;
  onPick(place: LonLat): void;
  onPickMover(mover: Mover, place: LonLat): void;
  /** Several lie under one click, at this place of the map's box. */
  onCrowd(movers: readonly Mover[], at: { readonly x: number; readonly y: number }, place: LonLat): void;
  onDrag(): void;
};

export class TownMap {
  readonly selection: Selection;
  /** What is being drawn. */
  readonly sketch: Selection;
  readonly movers: Movers;
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
    this.sketch = new Selection(this.map, this.frame);
    this.movers = new Movers(this.map, () => this.metresPerPixel());
    this.map.on("moveend", () => events.onMove(this.view()));
    this.map.on("dragstart", () => events.onDrag());
    this.map.on("click", (event) => this.pick(event, events));
    this.map.on("contextmenu", (event) => events.onPick(this.frame.toWorld(event.latlng)));
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
    this.movers.paint(theme);
  }

  /** Where a place of the world lies on the map shown. */
  spotOf(place: LonLat): Spot {
    const { lng, lat } = this.frame.toMap(place);
    return tileAt([lng, lat], 0);
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
    this.movers.remove();
    this.map.remove();
  }

  private pickAmong(event: L.LeafletMouseEvent, nearest: Mover, events: MapEvents): void {
    const crowd = this.movers.crowd(event.containerPoint);
    const place = this.frame.toWorld(event.latlng);
    if (crowd.length > 1) events.onCrowd(crowd, event.containerPoint, place);
    else events.onPickMover(nearest, place);
  }

  /** A click means the person under it, the circle of many that opens, or the place. */
  private pick(event: L.LeafletMouseEvent, events: MapEvents): void {
    const [mover, ...others] = this.movers.under(event.containerPoint);
    if (mover === undefined) events.onPick(this.frame.toWorld(event.latlng));
    else if (others.length === 0) this.pickAmong(event, mover, events);
    else this.map.setZoomAround(event.latlng, this.map.getZoom() + 2, { animate: !reducedMotion() });
  }
}

export function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
