/** A round on the map: the way along the roads, and a number at each stop. */

import L from "leaflet";
import type { LonLat } from "./datum";
import type { Frame } from "./frame";

export type Leg = {
  readonly at: LonLat;
  readonly line: readonly LonLat[];
  /** No road leads there. */
  readonly straight: boolean;
};

const NUMBER_PX = 20;

export class RoundLine {
  private readonly group = L.layerGroup();

  constructor(
    map: L.Map,
    private readonly frame: Frame,
  ) {
    this.group.addTo(map);
  }

  show(legs: readonly Leg[]): void {
    this.group.clearLayers();
    for (const { line, straight } of legs) {
      const places = line.map((place) => this.frame.toMap(place));
      const className = straight ? "round-way straight" : "round-way";
      if (places.length > 1) this.group.addLayer(L.polyline(places, { className, interactive: false }));
    }
    legs.forEach(({ at }, place) => {
      const size: [number, number] = [NUMBER_PX, NUMBER_PX];
      const icon = L.divIcon({ className: "round-stop", html: String(place + 1), iconSize: size });
      this.group.addLayer(L.marker(this.frame.toMap(at), { icon, interactive: false, keyboard: false }));
    });
  }
}
