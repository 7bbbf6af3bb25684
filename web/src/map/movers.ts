/** Everybody who moves, on one canvas above the map: drawn when something has changed, found again by a click. */

import L from "leaflet";
import type { Mover, MoverSource } from "./mover";
import { ALONE_ZOOM } from "./mover-clusters";
import { circleRadius, MoverPainter, type Placed, pixel, type Sheet } from "./mover-painter";
import type { Theme } from "./rules";

const PANE = "movers";
const TILE_PX = 256;
/** A finger needs more than the sign itself. */
const HIT_PX = 14;
/** More than these are drawn once a fix, not at every frame: no eye follows them all. */
const MOST_GLIDING = 500;

export class Movers {
  private readonly canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated");
  private source: MoverSource | null = null;
  private painter: MoverPainter | null = null;
  private theme: Theme = "light";
  private placed: readonly Placed[] = [];
  private chosen: number | null = null;
  private hovered: number | null = null;
  /** How many the last frame had to deal with. */
  private drawn = 0;
  private scheduled = 0;
  private zooming = false;
  /** Keep the selected one in the middle, until somebody drags the map. */
  following = false;

  constructor(
    private readonly map: L.Map,
    private readonly metresPerPixel: () => number,
  ) {
    const pane = map.createPane(PANE);
    pane.style.zIndex = "450";
    pane.style.pointerEvents = "none";
    pane.append(this.canvas);
    map.on("move zoom resize", this.redraw);
    map.on("zoomanim", this.stretch);
    map.on("zoomend", this.settle);
    map.on("mousemove", (event) => this.hover(event.containerPoint));
    map.on("mouseout", () => this.point(null));
  }

  /** Draw what a source knows from now on; nothing for null. */
  show(source: MoverSource | null): void {
    this.source = source;
    this.redraw();
  }

  paint(theme: Theme): void {
    this.theme = theme;
    this.painter = null;
    this.redraw();
  }

  select(id: number | null): void {
    this.chosen = id;
    this.redraw();
  }

  /** Draw again before the next picture of the screen. */
  readonly redraw = (): void => {
    if (this.scheduled === 0 && !this.zooming) this.scheduled = requestAnimationFrame(this.draw);
  };

  /** Whoever is drawn at a place of the screen, nearest first. */
  under(point: L.Point): readonly Mover[] {
    let nearest = Number.POSITIVE_INFINITY;
    let found: readonly Mover[] = [];
    for (const { x, y, members } of this.placed) {
      const reach = members.length > 1 ? circleRadius(members.length) : HIT_PX;
      const away = Math.hypot(point.x - x, point.y - y);
      if (away > reach || away > nearest) continue;
      nearest = away;
      found = members;
    }
    return found;
  }

  /** Everybody who lies under a finger there, nearest first, where each is drawn alone. */
  crowd(point: L.Point): readonly Mover[] {
    return this.placed
      .filter(({ members }) => members.length === 1)
      .map(({ x, y, members }) => ({
        away: Math.hypot(point.x - x, point.y - y),
        mover: members[0] as Mover,
      }))
      .filter(({ away }) => away <= HIT_PX)
      .sort((one, other) => one.away - other.away)
      .map(({ mover }) => mover);
  }

  remove(): void {
    cancelAnimationFrame(this.scheduled);
    this.source = null;
  }

  private readonly draw = (wallMs: number): void => {
    this.scheduled = 0;
    const size = this.prepare();
    const { painter, source } = this;
    this.placed = [];
    if (painter === null || source === null) return;
    const { movers, moving } = source.frame(wallMs, this.drawn <= MOST_GLIDING);
    const chosen = movers.find(({ id }) => id === this.chosen);
    if (chosen && this.following) this.centre(chosen);
    const sheet = this.sheet(size);
    const tails = source.tails(this.chosen, wallMs);
    for (const { spots } of tails) painter.tail(spots, sheet);
    if (chosen) painter.selected(chosen, sheet);
    const alone = sheet.zoom >= ALONE_ZOOM;
    this.placed = painter.people(movers, sheet, alone);
    this.drawn = alone ? this.placed.length : movers.length;
    const marked = [this.chosen, this.hovered].filter((id): id is number => id !== null);
    painter.names(this.placed, sheet.zoom, new Set(marked));
    painter.notes(
      tails.flatMap(({ notes }) => notes),
      sheet,
    );
    if (moving) this.redraw();
  };

  /** Lay the canvas over what is seen, empty. */
  private prepare(): L.Point {
    const size = this.map.getSize();
    const ratio = window.devicePixelRatio;
    const { canvas } = this;
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    const context = canvas.getContext("2d");
    if (context && this.painter === null) this.painter = new MoverPainter(context, this.theme, ratio);
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (context) context.imageSmoothingEnabled = false;
    context?.clearRect(0, 0, size.x, size.y);
    L.DomUtil.setPosition(canvas, this.map.containerPointToLayerPoint([0, 0]));
    return size;
  }

  private sheet({ x: width, y: height }: L.Point): Sheet {
    const zoom = this.map.getZoom();
    const { min } = this.map.getPixelBounds();
    const scale = TILE_PX * 2 ** zoom;
    const corner = min ?? L.point(0, 0);
    return {
      scale,
      left: corner.x,
      top: corner.y,
      width,
      height,
      zoom,
      metresPerPixel: this.metresPerPixel(),
    };
  }

  private centre(mover: Mover): void {
    const size = this.map.getSize();
    const { x, y } = pixel(mover, this.sheet(size));
    const off = L.point(x, y).subtract(size.divideBy(2)).round();
    if (off.x === 0 && off.y === 0) return;
    this.map.panBy(off, { animate: false });
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
  }

  private hover(point: L.Point): void {
    const found = this.under(point);
    this.map.getContainer().classList.toggle("on-mover", found.length > 0);
    this.point(found.length === 1 ? (found[0] as Mover).id : null);
  }

  private point(id: number | null): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.redraw();
  }

  /** While the map zooms, the picture of before is stretched along with it. */
  private readonly stretch = (event: L.LeafletEvent): void => {
    const { zoom, center } = event as L.ZoomAnimEvent;
    this.zooming = true;
    const { map } = this;
    const pane = L.DomUtil.getPosition(map.getPanes().mapPane);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const corner = map.project(map.containerPointToLatLng([0, 0]), zoom).subtract(origin);
    L.DomUtil.setTransform(this.canvas, corner, map.getZoomScale(zoom));
  };

  private readonly settle = (): void => {
    this.zooming = false;
    this.redraw();
  };
}
