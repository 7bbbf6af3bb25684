/** The side panel: figures of the town over tabs; it folds away, and is a sheet on small screens. */

import { t } from "../i18n";
import { FoldButton } from "../ui/fold-button";
import { Tabs } from "../ui/tabs";
import { AlertPanel } from "./alert-panel";
import { Events } from "./events";
import { Figures } from "./figures";
import { Here } from "./here";
import { Hotspots } from "./hotspots";
import { People } from "./people";
import { TABS, type Tab } from "./permalink";
import { type Live, useLive } from "./state";

const CONTENT = {
  people: People,
  events: Events,
  hotspots: Hotspots,
  alerts: AlertPanel,
  here: Here,
} as const;

const NEEDS: Partial<Record<Tab, string>> = {
  people: "people.read",
  events: "event.read",
  hotspots: "event.read",
};

export function Panel() {
  const live = useLive();
  const open = live.panelOpen.value;
  const tabs = tabsOf(live);
  const tab = tabs.find((one) => one === live.tab.value) ?? (tabs[0] as Tab);
  const Content = CONTENT[tab];
  const choose = (next: Tab) => {
    live.tab.value = next;
  };
  return (
    <aside class="panel" aria-label={t("panel.label")}>
      <FoldButton open={live.panelOpen} />
      {open && (
        <>
          <Figures />
          <Tabs tabs={tabs.map(labelled)} shown={tab} choose={choose} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
          <div id="panel" class="panel-content" role="tabpanel" tabIndex={0} aria-labelledby={`tab-${tab}`}>
            <Content />
          </div>
        </>
      )}
    </aside>
  );
}

/** Nobody is shown a tab that he may not read; alerts are for those who may see who is on duty. */
function tabsOf({ alerts, session }: Live): readonly Tab[] {
  const may = (tab: Tab) => {
    const needed = NEEDS[tab];
    return needed === undefined || session.permissions.includes(needed);
  };
  return TABS.filter((tab) => may(tab) && (tab !== "alerts" || alerts !== null));
}

function labelled(name: Tab) {
  return { name, label: t(`tab.${name}`) };
}
