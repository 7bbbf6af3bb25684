/** The side panel: figures of the town over three tabs; it folds away, and is a sheet on small screens. */

import { ChevronDown, ChevronRight } from "lucide-preact";
import { useRef } from "preact/hooks";
import { t } from "../i18n";
import { Events } from "./events";
import { Figures } from "./figures";
import { Here } from "./here";
import { People } from "./people";
import { TABS, type Tab } from "./permalink";
import { useLive } from "./state";

const CONTENT = { people: People, events: Events, here: Here } as const;

export function Panel() {
  const live = useLive();
  const open = live.panelOpen.value;
  const tab = live.tab.value;
  const Content = CONTENT[tab];
  return (
    <aside class="panel" aria-label={t("panel.label")}>
      <FoldButton />
      {open && (
        <>
          <Figures />
          <Tabs />
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

function Tabs() {
  const live = useLive();
  const list = useRef<HTMLDivElement>(null);
  const choose = (tab: Tab) => {
    live.tab.value = tab;
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = (TABS.indexOf(live.tab.value) + by + TABS.length) % TABS.length;
    choose(TABS[next] as Tab);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" onKeyDown={step}>
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === live.tab.value}
          aria-controls="panel"
          tabIndex={tab === live.tab.value ? 0 : -1}
          onClick={() => choose(tab)}
        >
          {t(`tab.${tab}`)}
        </button>
      ))}
    </div>
  );
}
