/** The frame of the planner's page: rail, top bar, map and panel. */

import { useEffect } from "preact/hooks";
import { askNow, connection } from "../api/connection";
import { language, t } from "../i18n";
import { Announcer } from "../ui/announce";
import { KeysHelp } from "../ui/keys-help";
import { Rail } from "../ui/rail";
import { KEYS, MAP_ID, useKeys } from "./keys";
import { MapView } from "./map-view";
import { Panel } from "./panel";
import { PublishDialog } from "./publish-dialog";
import { ShowDialog } from "./show-dialog";
import { StandingDialog } from "./standing-dialog";
import { usePlanner } from "./state";
import { TopBar } from "./top-bar";

export function Page() {
  const planner = usePlanner();
  const { session, town, panelOpen, keysOpen, dialog } = planner;
  useKeys(planner);
  const name = language.value === "zh" ? town.name : town.name_en;
  const title = `${t("app.planner")} · ${name}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const showKeys = (open: boolean) => {
    keysOpen.value = open;
  };
  return (
    <div class={`frame${panelOpen.value ? "" : " folded"}`}>
      <div class="skips">
        <button type="button" onClick={() => document.getElementById(MAP_ID)?.focus()}>
          {t("app.skip_map")}
        </button>
        <button type="button" onClick={() => document.getElementById("panel")?.focus()}>
          {t("app.skip")}
        </button>
      </div>
      <Rail session={session} here="planner" openKeys={() => showKeys(true)} />
      <TopBar />
      <main class="stage">
        <h1 class="heard">{title}</h1>
        <Away />
        <MapView />
      </main>
      <Panel />
      <Announcer />
      {keysOpen.value && <KeysHelp keys={KEYS} close={() => showKeys(false)} />}
      {dialog.value === "publish" && <PublishDialog />}
      {dialog.value === "standing" && <StandingDialog />}
      {(dialog.value === "consult" || dialog.value === "announce") && <ShowDialog step={dialog.value} />}
    </div>
  );
}

function Away() {
  if (connection.value !== "away") return null;
  return (
    <div class="banner" role="alert">
      <span>{t("plan.away")}</span>
      <button type="button" class="button" onClick={() => void askNow()}>
        {t("away.now")}
      </button>
    </div>
  );
}
