/** The planner's map: the ground, a draft's borders, and what is under the hand, with Leaflet behind it. */

import "leaflet/dist/leaflet.css";
import L from "leaflet";
import type { Basemap, Bounds } from "../api/types";
import { type Ground, groundOf } from "./basemap";
import type { LonLat } from "./datum";
import { type Frame, frameOf } from "./frame";
import { Grabbing } from "./grabbing";
import { type Handle, handleAt, handlesOf, type Sheet } from "./handles";
import { FORCE_PANE, InForce } from "./in-force";
import { LayerStack } from "./layer-stack";
import { MapCanvas } from "./map-canvas";
import { paintScene, type Scene } from "./partition-painter";
import type { Theme } from "./rules";
import { paintSketch, type Sketch } from "./sketch-painter";
import { Spots } from "./spots";
import { Swipe } from "./swipe";
import type { Shown, View } from "./town-map";

export type DraftMapEvents = {
  onMove(view: View): void;
  onHover(place: LonLat | null): void;
  onPoint(place: LonLat, more: boolean): void;
  onDouble(): void;
  onDrag(handle: Handle, place: LonLat): void;
  onDrop(handle: Handle, place: LonLat): void;
  onTap(handle: Handle): void;
  onCancel(): void;
};

const MIN_ZOOM = 8;
const MAX_ZOOM = 21;
const WHOLE_CHINA: Bounds = [98, 24, 122, 42];
const EQUATOR_M = 40_075_016.7;
const TILE_PX = 256;

export class DraftMap {
  private readonly map: L.Map;
  private readonly frame: Frame;
  private readonly ground: Ground | null;
  private readonly stack: LayerStack;
  readonly inForce: InForce;
  private readonly spots: Spots;
  private readonly borders: MapCanvas;
  private readonly hand: MapCanvas;
  private readonly grabbing: Grabbing;
  /** The edition in force to the left, the draft to the right. */
  readonly swipe: Swipe;
  private scene: Scene | null = null;
  private sketch: Sketch | null = null;

  constructor(element: HTMLElement, basemap: Basemap, events: DraftMapEvents) {
    this.frame = frameOf(basemap.kind === "layers" ? "wgs84" : basemap.datum);
    this.spots = new Spots(this.frame);
    this.map = L.map(element, {
      zoomControl: false,
      attributionControl: false,
      doubleClickZoom: false,
      boxZoom: false,
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      fadeAnimation: false,
    });
    L.control.scale({ position: "bottomright", imperial: false }).addTo(this.map);
    this.map.createPane("basemap").style.zIndex = "150";
    this.ground = groundOf(basemap, "basemap");
    this.stack = new LayerStack(this.map, this.frame);
    this.inForce = new InForce(this.map, this.frame);
    this.borders = new MapCanvas(this.map, "borders", "410", (paper) => {
      if (this.scene) paintScene(paper, this.scene, this.spots);
    });
    this.hand = new MapCanvas(this.map, "hand", "420", (paper) => {
      if (this.sketch) paintSketch(paper, this.sketch, this.spots);
    });
    this.grabbing = this.grabsFor(events);
    this.swipe = new Swipe(this.map, FORCE_PANE, "borders");
    this.listen(events);
  }

  /** Set the first view; nothing is drawn before. */
  open(view: View | null, bounds: Bounds | null): void {
    if (view) this.map.setView(this.frame.toMap([view.lon, view.lat]), view.zoom);
    else this.map.fitBounds(this.frame.boxToMap(bounds ?? WHOLE_CHINA));
    this.ground?.layer.addTo(this.map);
    this.stack.open();
    this.inForce.open();
  }

  /** Show the ground beneath all boundaries. */
  showGround(layers: readonly Shown[], theme: Theme, language: string): void {
    this.ground?.paint(theme, language);
    this.stack.show(layers, theme);
  }

  showScene(scene: Scene | null): void {
    this.scene = scene;
    this.borders.redraw();
  }

  showSketch(sketch: Sketch | null): void {
    this.sketch = sketch;
    this.hand.redraw();
  }

  view(): View {
    const [lon, lat] = this.centre();
    return { lon, lat, zoom: this.map.getZoom() };
  }

  centre(): LonLat {
    return this.frame.toWorld(this.map.getCenter());
  }

  /** Metres on the ground under one CSS pixel at the middle of the map. */
  metresPerPixel(): number {
    const { lat, zoom } = this.view();
    return (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / TILE_PX / 2 ** zoom;
  }

  moveTo({ lon, lat, zoom }: View): void {
    this.map.setView(this.frame.toMap([lon, lat]), zoom, { animate: !reducedMotion() });
  }

  /** Bring a place near, at least as close as `zoom`. */
  approach([lon, lat]: LonLat, zoom: number): void {
    this.moveTo({ lon, lat, zoom: Math.max(zoom, this.map.getZoom()) });
  }

  fit(box: Bounds): void {
    const animate = !reducedMotion();
    this.map.fitBounds(this.frame.boxToMap(box), { padding: [48, 48], maxZoom: 18, animate });
  }

  zoomBy(steps: number): void {
    this.map.setZoom(this.map.getZoom() + steps, { animate: !reducedMotion() });
  }

  /** Move what is seen by so many pixels. */
  panBy(x: number, y: number): void {
    this.map.panBy([x, y], { animate: false });
  }

  resized(): void {
    this.map.invalidateSize({ animate: false });
  }

  focus(): void {
    this.map.getContainer().focus();
  }

  remove(): void {
    this.borders.remove();
    this.hand.remove();
    this.map.remove();
  }

  private listen(events: DraftMapEvents): void {
    const place = ({ latlng }: L.LeafletMouseEvent) => this.frame.toWorld(latlng);
    this.map.on("moveend", () => events.onMove(this.view()));
    this.map.on("mousemove", (event) => events.onHover(place(event)));
    this.map.on("mouseout", () => events.onHover(null));
    this.map.on("dblclick", () => events.onDouble());
    this.map.on("click", (event) => {
      if (!this.grabbing.grabbed) events.onPoint(place(event), event.originalEvent.shiftKey);
    });
  }

  private grabsFor(events: DraftMapEvents): Grabbing {
    return new Grabbing(this.map, {
      handleAt: (point, finger) => handleAt(this.handles(), point, finger),
      onDrag: (handle, at) => events.onDrag(handle, this.frame.toWorld(at)),
      onDrop: (handle, at) => events.onDrop(handle, this.frame.toWorld(at)),
      onTap: (handle) => events.onTap(handle),
      onCancel: () => events.onCancel(),
    });
  }

  private handles(): readonly Handle[] {
    const { sketch } = this;
    if (sketch === null || sketch.arc === null || !sketch.handles) return [];
    return handlesOf(sketch.arc, this.sheet(), this.spots);
  }

  private sheet(): Sheet {
    const { x: width, y: height } = this.map.getSize();
    const corner = this.map.getPixelBounds().min ?? L.point(0, 0);
    return { scale: TILE_PX * 2 ** this.map.getZoom(), left: corner.x, top: corner.y, width, height };
  }
}

function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
