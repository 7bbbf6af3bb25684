/** The people: who is on duty now, for those who may see it, and everybody who works in the town. */

import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { DUTY } from "./duty";
import { OnDuty } from "./on-duty";
import { PlaybackPeople } from "./playback-people";
import { Staff } from "./staff";
import { useLive } from "./state";

const VIEWS = ["duty", "staff"] as const;

export function People() {
  const live = useLive();
  const [view, setView] = useState<(typeof VIEWS)[number]>("duty");
  const chosen = live.selected.value?.thing;
  useEffect(() => {
    if (chosen?.layer === DUTY) setView("duty");
  }, [chosen]);
  if (live.duty === null) return <Staff />;
  const { playback, duty } = live;
  const tracks = playback?.tracks.value;
  if (playback && tracks) return <PlaybackPeople playback={playback} duty={duty} tracks={tracks} />;
  return (
    <>
      <fieldset class="views">
        <legend class="heard">{t("people.views")}</legend>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setView(one)}>
            {t(`people.view_${one}`)}
          </button>
        ))}
      </fieldset>
      {view === "duty" ? <OnDuty duty={duty} /> : <Staff />}
    </>
  );
}
