/** Hot spots in words: those that are new, squares that stay hot, and how each grid goes. */

import { useState } from "preact/hooks";
import { t } from "../i18n";
import { EmergingList } from "./hotspots-emerging";
import { StandingList } from "./hotspots-standing";
import { TrendList } from "./hotspots-trends";
import "./hotspots.css";

const VIEWS = { emerging: EmergingList, standing: StandingList, trends: TrendList } as const;
type View = keyof typeof VIEWS;

export function Hotspots() {
  const [view, setView] = useState<View>("emerging");
  const List = VIEWS[view];
  return (
    <>
      <fieldset class="views">
        <legend class="heard">{t("hot.views")}</legend>
        {(Object.keys(VIEWS) as View[]).map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setView(one)}>
            {t(`hot.view_${one}`)}
          </button>
        ))}
      </fieldset>
      <List />
    </>
  );
}
