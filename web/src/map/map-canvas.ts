/** A canvas over the map that is drawn when the map comes to rest, and travels with it meanwhile. */

import L from "leaflet";

/** The paper to draw on: pixel = spot × scale − corner; spots are fractions of the whole world. */
export type Paper = {
  readonly context: CanvasRenderingContext2D;
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
};

const TILE_PX = 256;
/** So much more than is seen is drawn on each side, for the time of a drag. */
const MARGIN = 0.12;

export class MapCanvas {
  private readonly canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated");
  private scheduled = 0;
  private zooming = false;

  constructor(
    private readonly map: L.Map,
    pane: string,
    zIndex: string,
    private readonly draw: (paper: Paper) => void,
  ) {
    const element = map.createPane(pane);
    element.style.zIndex = zIndex;
    element.style.pointerEvents = "none";
    element.append(this.canvas);
    map.on("moveend resize", this.redraw);
    map.on("zoomanim", this.stretch);
    map.on("zoomend", this.settle);
  }

  /** Draw again before the next picture of the screen. */
  readonly redraw = (): void => {
    if (this.scheduled === 0 && !this.zooming) this.scheduled = requestAnimationFrame(this.paint);
  };

  remove(): void {
    cancelAnimationFrame(this.scheduled);
    this.zooming = true;
  }

  private readonly paint = (): void => {
    this.scheduled = 0;
    const context = this.canvas.getContext("2d");
    const { min: corner } = this.map.getPixelBounds();
    if (context === null || corner === undefined) return;
    const seen = this.map.getSize();
    const margin = seen.multiplyBy(MARGIN).round();
    const size = seen.add(margin.multiplyBy(2));
    this.lay(context, size);
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint(margin.multiplyBy(-1)));
    const zoom = this.map.getZoom();
    this.draw({
      context,
      scale: TILE_PX * 2 ** zoom,
      left: corner.x - margin.x,
      top: corner.y - margin.y,
      width: size.x,
      height: size.y,
      zoom,
    });
  };

  private lay(context: CanvasRenderingContext2D, size: L.Point): void {
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
  }

  /** While the map zooms, the picture of before is stretched along with it. */
  private readonly stretch = (event: L.LeafletEvent): void => {
    const { zoom, center } = event as L.ZoomAnimEvent;
    this.zooming = true;
    const { map } = this;
    const pane = L.DomUtil.getPosition(map.getPanes().mapPane);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const margin = map.getSize().multiplyBy(MARGIN).round();
    const corner = map.project(map.containerPointToLatLng(margin.multiplyBy(-1)), zoom).subtract(origin);
    L.DomUtil.setTransform(this.canvas, corner, map.getZoomScale(zoom));
  };

  private readonly settle = (): void => {
    this.zooming = false;
    this.redraw();
  };
}
