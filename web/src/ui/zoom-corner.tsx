/** The buttons that zoom the map, and the one that shows everything. */

import { House, Minus, Plus } from "lucide-preact";
import { t } from "../i18n";

export function ZoomCorner({ zoomBy, whole }: { zoomBy(steps: number): void; whole(): void }) {
  const buttons = [
    { label: t("map.zoom_in"), Icon: Plus, act: () => zoomBy(1) },
    { label: t("map.zoom_out"), Icon: Minus, act: () => zoomBy(-1) },
    { label: t("map.whole"), Icon: House, act: whole },
  ];
  return (
    <div class="corner-zoom">
      {buttons.map(({ label, Icon, act }) => (
        <button key={label} type="button" class="floating" title={label} aria-label={label} onClick={act}>
          <Icon size={20} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}
