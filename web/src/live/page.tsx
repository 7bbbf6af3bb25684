/** The frame: rail, top bar, map and panel. */

import { language, t } from "../i18n";
import { Announcer } from "../ui/announce";
import { KeysHelp } from "../ui/keys-help";
import { Rail } from "../ui/rail";
import { AlertBars, Title } from "./alert-bars";
import { Banner } from "./banner";
import { KEYS } from "./key-list";
import { useKeys } from "./keys";
import { MapView } from "./map-view";
import { Panel } from "./panel";
import { PlaybackDock } from "./playback-dock";
import { type Live, useLive } from "./state";
import { TopBar } from "./top-bar";

export function Page() {
  const live = useLive();
  useKeys(live);
  const town = language.value === "zh" ? live.town.name : live.town.name_en;
  const title = `${t("app.live")} · ${town}`;
  return (
    <div class={frameClass(live)}>
      <div class="skips">
        <button type="button" onClick={() => focusOn("map")}>
          {t("app.skip_map")}
        </button>
        <button type="button" onClick={() => focusOn("panel")}>
          {t("app.skip")}
        </button>
      </div>
      <Title words={title} />
      <Rail session={live.session} here="live" openKeys={() => showKeys(live, true)} />
      <TopBar />
      <main class="stage">
        <h1 class="heard">{title}</h1>
        <Banner />
        <MapView />
        {live.alerts && live.duty && <AlertBars alerts={live.alerts} duty={live.duty} />}
        {live.playback?.open.value && <PlaybackDock playback={live.playback} />}
      </main>
      <Panel />
      <Announcer />
      {live.keysOpen.value && <KeysHelp keys={KEYS} close={() => showKeys(live, false)} />}
    </div>
  );
}

function frameClass({ panelOpen, playback }: Live): string {
  const playing = playback?.open.value === true ? " playing" : "";
  return `frame${panelOpen.value ? "" : " folded"}${playing}`;
}

function showKeys({ keysOpen }: Live, open: boolean): void {
  keysOpen.value = open;
}

/** Buttons, not links: the part of the address after # holds what the page shows. */
function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}
