/** The frame of the inspector's page: period and squad on top, map beside table, and what is open in the panel. */

import { useEffect } from "preact/hooks";
import { getItems } from "../api/calls";
import { type By, getCoverage, type Row } from "../api/coverage";
import { getOften } from "../api/frequencies";
import type { Layer } from "../api/layer";
import type { Bounds, GeoFeature } from "../api/types";
import { language, t } from "../i18n";
import { now } from "../time/now";
import { clock } from "../time/town-time";
import { AccountMenu } from "../ui/account-menu";
import { Announcer } from "../ui/announce";
import { Faces } from "../ui/faces";
import { Rail } from "../ui/rail";
import { type Asked, dataOf, useResource } from "../ui/resource";
import { Bar } from "./bar";
import { FindingsPart } from "./findings-part";
import { MapView } from "./map-view";
import { Opened } from "./opened";
import { PeoplePart } from "./people-part";
import { Ranking } from "./ranking";
import { Required } from "./required";
import { RoundPart } from "./round-part";
import { READS_COVERAGE, READS_TRACKS, useInspector } from "./state";
import { CoverTable } from "./table";

export type Named = { readonly code: string; readonly name: string };
export type Area = GeoFeature<Named>;

const LAYERS: Readonly<Record<By, string>> = { grid: "grids", village: "villages", squad: "squads" };
const WHOLE_EARTH: Bounds = [-180, -85, 180, 85];
const MOST_AREAS = 5000;

export function InspectorPage({ layers }: { readonly layers: readonly Layer[] }) {
  const { session, zone } = useInspector();
  const town = language.value === "zh" ? session.town.name : session.town.name_en;
  const title = `${t("app.inspector")} · ${town}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const may = session.permissions.includes(READS_COVERAGE);
  return (
    <div class="frame insp-frame">
      <Rail session={session} here="inspector" />
      <header class="top">
        <h1 class="insp-title">{t("app.inspector")}</h1>
        {session.town.made_up && (
          <span class="badge" title={t("app.made_up_why")}>
            {t("app.made_up")}
          </span>
        )}
        <time class="clock">{clock(now.value, zone)}</time>
        <AccountMenu account={session.account} />
      </header>
      {may ? <Filled layers={layers} /> : <main class="stage empty">{t("face.forbidden")}</main>}
      <Announcer />
    </div>
  );
}

function Filled({ layers }: { readonly layers: readonly Layer[] }) {
  const { session, period, by, squad, chosen } = useInspector();
  const question = { ...period.value, by: by.value, squad: squad.value };
  const rows = useResource(JSON.stringify(question), (signal) => getCoverage(question, signal));
  const often = useResource(JSON.stringify([period.value, squad.value]), (signal) =>
    getOften(period.value, squad.value, signal),
  );
  const areas = useAreas(by.value);
  const squads = useAreas("squad");
  return (
    <>
      <main class="stage insp-stage">
        <Bar squads={namesOf(squads)} />
        <div class="insp-both">
          <MapView layers={layers} rows={dataOf(rows)} areas={dataOf(areas)} />
          <section class="insp-list" aria-label={t("insp.table")}>
            <Faces of={rows} empty={(data) => (data.length === 0 ? t("insp.nothing") : null)}>
              {(data) => <CoverTable rows={data} />}
            </Faces>
          </section>
        </div>
      </main>
      <aside class="panel" id="panel" aria-label={t("insp.opened")}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys */}
        <div class="panel-content" tabIndex={0}>
          {chosen.value === null ? (
            <>
              <Required often={often} />
              <RoundPart />
              <Ranking />
              {session.permissions.includes(READS_TRACKS) && <PeoplePart />}
              <FindingsPart />
            </>
          ) : (
            <Opened code={chosen.value} rows={dataOf(rows)} often={often} />
          )}
        </div>
      </aside>
    </>
  );
}

function useAreas(by: By): Asked<readonly Area[]> {
  return useResource(LAYERS[by], async (signal) => {
    const found = await getItems<Named>(LAYERS[by], WHOLE_EARTH, {}, MOST_AREAS, { signal });
    return found.features;
  });
}

function namesOf(areas: Asked<readonly Area[]>): readonly Named[] {
  return dataOf(areas).map(({ properties }) => properties);
}

export type { Row };
