/** What is selected on the map: a border outlined, a place ringed. */

import L from "leaflet";
import type { LonLat } from "./datum";
import type { Frame } from "./frame";

const RING_PX = 10;

export class Selection {
  private readonly group: L.LayerGroup;
  private border: L.Layer[] = [];
  private ring: L.Layer[] = [];

  constructor(
    map: L.Map,
    private readonly frame: Frame,
  ) {
    this.group = L.layerGroup().addTo(map);
  }

  /** Outline a polygon, or nothing. */
  outline(geometry: GeoJSON.Geometry | null): void {
    this.border = this.replace(
      this.border,
      geometry === null ? [] : drawTwice((look) => this.borderOf(geometry, look)),
    );
  }

  /** Ring a place, or nothing. */
  mark(place: LonLat | null): void {
    this.ring = this.replace(
      this.ring,
      place === null
        ? []
        : drawTwice((look) => L.circleMarker(this.frame.toMap(place), { ...look, radius: RING_PX })),
    );
  }

  private borderOf(geometry: GeoJSON.Geometry, look: L.PathOptions): L.Layer {
    const coordsToLatLng = ([lon, lat]: number[]) => this.frame.toMap([lon as number, lat as number]);
    return L.geoJSON(geometry, { style: () => look, coordsToLatLng, interactive: false });
  }

  private replace(old: readonly L.Layer[], fresh: L.Layer[]): L.Layer[] {
    for (const layer of old) this.group.removeLayer(layer);
    for (const layer of fresh) this.group.addLayer(layer);
    return fresh;
  }
}

/** A line of accent over a wider halo of paper; their colours come from the style sheet, so they follow the theme. */
function drawTwice(draw: (look: L.PathOptions) => L.Layer): L.Layer[] {
  return [
    draw({ className: "selection-halo", weight: 6, fill: false, interactive: false }),
    draw({ className: "selection-line", weight: 3, fill: false, interactive: false }),
  ];
}
