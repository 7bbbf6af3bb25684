/** Play the density of events hour by hour: the hours filter of the layer goes round the clock. */

import { Pause, Play } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { Layer } from "../api/layer";
import { t } from "../i18n";
import { type Live, setFilter, useLive } from "./state";
import "./hotspots.css";

const STEP_MS = 1200;
const HOURS = 24;

export function plays(layer: Layer): boolean {
  return layer.kind === "raster" && layer.parameters.properties?.hours !== undefined;
}

export function HeatHours({ layer }: { readonly layer: Layer }) {
  const live = useLive();
  const [hour, setHour] = useState<number | null>(null);
  const playing = hour !== null;
  useEffect(() => {
    if (hour === null) return undefined;
    showHour(live, layer, hour);
    const timer = setTimeout(() => setHour((hour + 1) % HOURS), STEP_MS);
    return () => clearTimeout(timer);
  }, [live, layer, hour]);
  const toggle = () => {
    if (playing) showHour(live, layer, null);
    setHour(playing ? null : 0);
  };
  return (
    <p class="heat-hours layer-more">
      <button type="button" class="button" aria-pressed={playing} onClick={toggle}>
        {playing ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}{" "}
        {t(playing ? "heat.stop" : "heat.play")}
      </button>
      {playing && <output>{t("heat.hour", { hour: String(hour).padStart(2, "0") })}</output>}
    </p>
  );
}

/** One hour of the day, or all of them again; other filters stay. */
export function showHour(live: Live, layer: Layer, hour: number | null): void {
  const { hours: _former, ...others } = live.filters.peek()[layer.name] ?? {};
  setFilter(live, layer.name, hour === null ? others : { ...others, hours: [String(hour)] });
}
