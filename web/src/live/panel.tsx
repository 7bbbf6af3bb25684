/** The side panel: figures of the town over three tabs; it folds away, and is a sheet on small screens. */

import { ChevronDown, ChevronRight } from "lucide-preact";
import { useRef } from "preact/hooks";
import { t } from "../i18n";
import { AlertPanel } from "./alert-panel";
import { Events } from "./events";
import { Figures } from "./figures";
import { Here } from "./here";
import { People } from "./people";
import { TABS, type Tab } from "./permalink";
import { type Live, useLive } from "./state";

const CONTENT = { people: People, events: Events, alerts: AlertPanel, here: Here } as const;

const NEEDS: Partial<Record<Tab, string>> = { people: "people.read", events: "event.read" };

export function Panel() {
  const live = useLive();
  const open = live.panelOpen.value;
  const tabs = tabsOf(live);
  const tab = tabs.find((one) => one === live.tab.value) ?? (tabs[0] as Tab);
  const Content = CONTENT[tab];
  return (
    <aside class="panel" aria-label={t("panel.label")}>
      <FoldButton />
      {open && (
        <>
          <Figures />
          <Tabs shown={tab} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
          <div id="panel" class="panel-content" role="tabpanel" tabIndex={0} aria-labelledby={`tab-${tab}`}>
            <Content />
          </div>
        </>
      )}
    </aside>
  );
}

function FoldButton() {
  const live = useLive();
  const open = live.panelOpen.value;
  const label = open ? t("panel.fold") : t("panel.unfold");
  const fold = () => {
    live.panelOpen.value = !open;
  };
  return (
    <button type="button" class="fold" title={label} aria-label={label} aria-expanded={open} onClick={fold}>
      <ChevronRight class="fold-side" size={20} aria-hidden="true" />
      <ChevronDown class="fold-down" size={20} aria-hidden="true" />
    </button>
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

function Tabs({ shown }: { readonly shown: Tab }) {
  const live = useLive();
  const tabs = tabsOf(live);
  const list = useRef<HTMLDivElement>(null);
  const choose = (tab: Tab) => {
    live.tab.value = tab;
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = (tabs.indexOf(shown) + by + tabs.length) % tabs.length;
    choose(tabs[next] as Tab);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" onKeyDown={step}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === shown}
          aria-controls="panel"
          tabIndex={tab === shown ? 0 : -1}
          onClick={() => choose(tab)}
        >
          {t(`tab.${tab}`)}
        </button>
      ))}
    </div>
  );
}
