/** Takes hold of handles with a pointer, before the map would take the drag for its own. */

import type L from "leaflet";
import type { Handle } from "./handles";

export type Grabs = {
  /** The handle under a place of the screen. */
  handleAt(point: { readonly x: number; readonly y: number }, finger: boolean): Handle | null;
  onDrag(handle: Handle, at: L.LatLng): void;
  onDrop(handle: Handle, at: L.LatLng): void;
  /** Put down where it was taken up. */
  onTap(handle: Handle): void;
  /** What was dragged goes back: another finger came, or the system took the pointer away. */
  onCancel(): void;
};

const MOVED_PX = 3;

type Hold = {
  readonly handle: Handle;
  readonly pointer: number;
  readonly fromX: number;
  readonly fromY: number;
  moved: boolean;
};

export class Grabbing {
  private hold: Hold | null = null;
  /** Whether the click that ends the gesture belongs to a handle. */
  grabbed = false;

  constructor(
    private readonly map: L.Map,
    private readonly grabs: Grabs,
  ) {
    const element = map.getContainer();
    element.addEventListener("pointerdown", this.down, true);
    element.addEventListener("pointermove", this.move);
    element.addEventListener("pointerup", this.up);
    element.addEventListener("pointercancel", this.cancel);
  }

  private readonly down = (event: PointerEvent): void => {
    this.grabbed = false;
    this.cancel();
    if (event.button !== 0 || !event.isPrimary) return;
    const element = this.map.getContainer();
    const box = element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const handle = this.grabs.handleAt({ x, y }, event.pointerType === "touch");
    if (handle === null) return;
    event.stopPropagation();
    this.map.dragging.disable();
    element.setPointerCapture(event.pointerId);
    this.grabbed = true;
    const from = { fromX: event.clientX, fromY: event.clientY };
    this.hold = { handle, pointer: event.pointerId, ...from, moved: false };
  };

  private readonly move = (event: PointerEvent): void => {
    const { hold } = this;
    if (hold === null || event.pointerId !== hold.pointer) return;
    const away = Math.hypot(event.clientX - hold.fromX, event.clientY - hold.fromY);
    if (away < MOVED_PX && !hold.moved) return;
    hold.moved = true;
    this.grabs.onDrag(hold.handle, this.map.mouseEventToLatLng(event));
  };

  private readonly up = (event: PointerEvent): void => {
    const { hold } = this;
    if (hold === null || event.pointerId !== hold.pointer) return;
    this.release();
    if (hold.moved) this.grabs.onDrop(hold.handle, this.map.mouseEventToLatLng(event));
    else this.grabs.onTap(hold.handle);
  };

  readonly cancel = (): void => {
    if (this.hold === null) return;
    this.release();
    this.grabs.onCancel();
  };

  private release(): void {
    this.hold = null;
    this.map.dragging.enable();
  }
}
