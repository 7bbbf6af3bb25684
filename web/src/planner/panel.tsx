/** The side panel: the list of drafts, or the tools over what is known of the open one. */

import { useEffect } from "preact/hooks";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { FoldButton } from "../ui/fold-button";
import { useResource } from "../ui/resource";
import { Tabs } from "../ui/tabs";
import { showWhole } from "./bounds";
import { ChangesTab } from "./changes-tab";
import { ChecksTab } from "./checks-tab";
import { lookForOthers } from "./drafts";
import { DraftsList } from "./drafts-list";
import { loadDraft } from "./edits";
import { GridsTab } from "./grids-tab";
import { HistoryTab } from "./history-tab";
import { ImpactTab } from "./impact-tab";
import { ProposalsTab } from "./proposals-tab";
import { type Tab, usePlanner } from "./state";
import { ToolBox } from "./tool-box";

const CONTENT = {
  grids: GridsTab,
  checks: ChecksTab,
  impact: ImpactTab,
  changes: ChangesTab,
  proposals: ProposalsTab,
  history: HistoryTab,
} as const;
/** How often one looks whether others have changed the draft. */
const OTHERS_MS = 15_000;
const TABS = Object.keys(CONTENT) as Tab[];

export function Panel() {
  const { id, panelOpen } = usePlanner();
  return (
    <aside class="panel" aria-label={t("panel.label")}>
      <FoldButton open={panelOpen} />
      {panelOpen.value && (id.value === null ? <DraftsList /> : <OpenDraft key={id.value} id={id.value} />)}
    </aside>
  );
}

function OpenDraft({ id }: { readonly id: number }) {
  const planner = usePlanner();
  const opened = useResource(`draft ${id}`, async (signal) => {
    if (planner.draft.peek()?.id !== id) await loadDraft(planner, id, signal);
    return id;
  });
  const loaded = planner.draft.value?.id === id;
  useEffect(() => {
    if (loaded && planner.view.peek() === null) showWhole(planner);
  }, [loaded, planner]);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") lookForOthers(planner).catch(() => undefined);
    };
    const timer = setInterval(look, OTHERS_MS);
    return () => clearInterval(timer);
  }, [planner]);
  return <Faces of={opened}>{() => (loaded ? <Content /> : null)}</Faces>;
}

function Content() {
  const { tab } = usePlanner();
  const Shown = CONTENT[tab.value];
  const choose = (next: Tab) => {
    tab.value = next;
  };
  const tabs = TABS.map((name) => ({ name, label: t(`plan.tab_${name}`) }));
  return (
    <>
      <ToolBox />
      <Tabs tabs={tabs} shown={tab.value} choose={choose} />
      <div
        id="panel"
        class="panel-content"
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        aria-labelledby={`tab-${tab.value}`}
      >
        <Shown />
      </div>
    </>
  );
}
