/** Shows one picture left of a line on the screen and another right of it. */

import type L from "leaflet";

export class Swipe {
  private share: number | null = null;

  /** `left` and `right` are names of panes. */
  constructor(
    private readonly map: L.Map,
    private readonly left: string,
    private readonly right: string,
  ) {
    map.on("move zoomend resize", this.clip);
  }

  /** Put the line at a share of the map's width; null shows both pictures everywhere. */
  show(share: number | null): void {
    this.share = share;
    this.clip();
  }

  private readonly clip = (): void => {
    const { share, map } = this;
    const [left, right] = [map.getPane(this.left), map.getPane(this.right)];
    if (left === undefined || right === undefined) return;
    if (share === null) {
      left.style.clip = "";
      right.style.clip = "";
      return;
    }
    const size = map.getSize();
    const { x: west, y: north } = map.containerPointToLayerPoint([0, 0]);
    const { x: east, y: south } = map.containerPointToLayerPoint(size);
    const line = west + share * size.x;
    // panes have no size of their own, so that only the old property can cut them
    left.style.clip = `rect(${north}px, ${line}px, ${south}px, ${west}px)`;
    right.style.clip = `rect(${north}px, ${east}px, ${south}px, ${line}px)`;
  };
}
