/** The map of the areas by state, and what their signs mean. */

import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Row } from "../api/coverage";
import type { Layer } from "../api/layer";
import type { Round } from "../api/rounds";
import { language, t } from "../i18n";
import { CoverageMap } from "../map/coverage-map";
import type { Leg } from "../map/round-line";
import { theme } from "../ui/theme";
import { ZoomCorner } from "../ui/zoom-corner";
import type { Area } from "./page";
import { useInspector } from "./state";
import { SIGNS, STATES, StateMark } from "./words";

type Props = {
  readonly layers: readonly Layer[];
  readonly rows: readonly Row[];
  readonly areas: readonly Area[];
};

export function MapView({ layers, rows, areas }: Props) {
  const { session, chosen, day, round } = useInspector();
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<CoverageMap | null>(null);
  useEffect(() => {
    const made = new CoverageMap(element.current as HTMLElement, session.town.basemap, (code) => {
      chosen.value = code;
      day.value = null;
    });
    made.open(session.town.bounds);
    setMap(made);
    const ground = layers.filter(({ group, kind }) => group === "ground" && kind !== "raster");
    const shown = ground.filter(({ visible }) => visible).map((layer) => ({ layer, parameters: {} }));
    const stop = effect(() => made.showGround(shown, theme.value, language.value));
    const observer = new ResizeObserver(() => made.resized());
    observer.observe(element.current as HTMLElement);
    return () => {
      observer.disconnect();
      stop();
      made.remove();
    };
  }, []);
  useEffect(() => map?.fill(filled(rows, areas)), [map, rows, areas]);
  const open = areas.find(({ properties }) => properties.code === chosen.value);
  useEffect(() => map?.showRound(legsOf(round.value)), [map, round.value]);
  useEffect(() => map?.choose(open?.geometry ?? null), [map, open]);
  return (
    <div class="insp-map">
      <Patterns />
      <div ref={element} class="map" role="application" aria-label={t("insp.map")} />
      <div class="insp-legend">
        {STATES.map((state) => (
          <span key={state}>
            <StateMark state={state} /> {t(`insp.state_${state}`)}
          </span>
        ))}
      </div>
      <ZoomCorner zoomBy={(by) => map?.zoomBy(by)} whole={() => map?.whole(session.town.bounds)} />
    </div>
  );
}

function legsOf(round: Round | null): readonly Leg[] {
  return (round?.stops ?? []).map(({ lon, lat, line, straight }) => ({ at: [lon, lat], line, straight }));
}

function filled(rows: readonly Row[], areas: readonly Area[]) {
  const known = new Map(rows.map((row) => [row.code, row]));
  return areas.flatMap(({ properties: { code }, geometry }) => {
    const row = known.get(code);
    return row ? [{ code, geometry, look: row.state, sign: SIGNS[row.state] }] : [];
  });
}

/** What is not covered is hatched, what is unknown dotted: the colour alone says nothing. */
function Patterns() {
  return (
    <svg class="insp-patterns" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id="cover-hatch" width="8" height="8" patternUnits="userSpaceOnUse">
          <path class="ink-not_covered" d="M-2 2l4-4M0 8l8-8M6 10l4-4" fill="none" stroke-width="1.5" />
        </pattern>
        <pattern id="cover-dots" width="8" height="8" patternUnits="userSpaceOnUse">
          <circle class="ink-unknown" cx="2" cy="2" r="1.3" />
          <circle class="ink-unknown" cx="6" cy="6" r="1.3" />
        </pattern>
      </defs>
    </svg>
  );
}
