/** What hot spots on borders suggest: which grid could take the other part, and a draft with it in one click. */

import { useState } from "preact/hooks";
import { newDraft, sendEdit } from "../api/drafts";
import { getSuggestions, type Offer, type Suggestion } from "../api/suggestions";
import { t } from "../i18n";
import type { LonLat } from "../map/datum";
import { Faces, reasonOf } from "../ui/faces";
import { area } from "../ui/measure";
import { problemFrom, useResource } from "../ui/resource";
import { openDraft } from "./drafts";
import { inWords } from "./edits";
import { EDITS, usePlanner } from "./state";

const CLOSE_ZOOM = 16;

export function Suggestions() {
  const suggestions = useResource("suggestions", (signal) => getSuggestions({ signal }));
  return (
    <section>
      <h2>{t("plan.suggestions")}</h2>
      <Faces
        of={suggestions}
        empty={({ rows }) => (rows.length === 0 ? <p>{t("plan.no_suggestions")}</p> : null)}
      >
        {({ rows }) => (
          <ul class="rows">
            {rows.map((row) => (
              <Row key={`${row.lon} ${row.lat}`} suggestion={row} />
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}

function Row({ suggestion }: { readonly suggestion: Suggestion }) {
  const { words, offers } = suggestion;
  return (
    <li class="plan-show">
      <p>{inWords(words)}</p>
      {offers.length === 0 && <p class="muted">{t("plan.suggest_nothing")}</p>}
      {offers.map((offer) => (
        <Way key={offer.taker.code} offer={offer} place={[suggestion.lon, suggestion.lat]} />
      ))}
    </li>
  );
}

type WayProps = { readonly offer: Offer; readonly place: LonLat };

function Way({ offer, place }: WayProps) {
  const planner = usePlanner();
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const { giver, taker, households, events } = offer;
  const take = async () => {
    setBusy(true);
    try {
      const draft = await newDraft(t("plan.suggest_title", { taker: taker.name, giver: giver.name }));
      await sendEdit(draft.id, 0, offer.edit);
      openDraft(planner, draft.id);
      planner.map.value?.approach(place, CLOSE_ZOOM);
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
      setBusy(false);
    }
  };
  return (
    <div class="plan-offer">
      <p>
        {t("plan.suggest_way", { taker: taker.name, giver: giver.name, area: area(offer.area_m2) })}
        <span class="muted">
          {" "}
          {t("plan.suggest_figures", { households, events })}
          {giver.village !== taker.village && ` ${t("plan.suggest_villages")}`}
          {giver.squad !== taker.squad && ` ${t("plan.suggest_squads")}`}
        </span>
      </p>
      {planner.session.permissions.includes(EDITS) && (
        <button type="button" class="button" disabled={busy} onClick={() => void take()}>
          {t("plan.suggest_take")}
        </button>
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
