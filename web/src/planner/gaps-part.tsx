/** Gaps that are meant, lakes and enclaves of others: allowed where one is found, listed, and taken off again. */

import { useState } from "preact/hooks";
import type { AllowedGap, Finding } from "../api/draft-types";
import { allowGap, forbidGap, getAllowedGaps } from "../api/drafts";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { reasonOf } from "../ui/faces";
import { area } from "../ui/measure";
import { problemFrom, useResource } from "../ui/resource";
import { EDITS, isOpen, type Planner, usePlanner } from "./state";

const NEAR_ZOOM = 16;

/** Say what lies in a gap that was found, and allow it. */
export function AllowGap({ finding }: { readonly finding: Finding }) {
  const planner = usePlanner();
  const [what, setWhat] = useState("");
  const [fault, setFault] = useState("");
  const { place } = finding;
  if (place === null || !isOpen(planner)) return null;
  const allow = async (event: Event) => {
    event.preventDefault();
    const id = planner.draft.peek()?.id ?? 0;
    setFault(await changed(planner, allowGap(id, place, what.trim()), t("plan.gap_allowed")));
  };
  return (
    <form class="plan-form fixes" onSubmit={(event) => void allow(event)}>
      <label>
        <span>{t("plan.gap_what")}</span>
        <input maxLength={80} value={what} onInput={(event) => setWhat(event.currentTarget.value)} />
      </label>
      <button type="submit" class="button">
        {t("plan.gap_allow")}
      </button>
      <Fault words={fault} />
    </form>
  );
}

/** The list below the findings; nothing where the town allows none, or the reader sees a part of it only. */
export function AllowedGaps() {
  const { gaps } = usePlanner();
  const { resource } = useResource(`gaps ${gaps.value}`, (signal) => getAllowedGaps({ signal }));
  const rows = resource.face === "data" ? resource.data.rows : [];
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{t("plan.gaps")}</h3>
      <ul class="rows">
        {rows.map((gap) => (
          <Row key={gap.number} gap={gap} />
        ))}
      </ul>
    </section>
  );
}

function Row({ gap }: { readonly gap: AllowedGap }) {
  const planner = usePlanner();
  const [fault, setFault] = useState("");
  const name = gap.what || t("plan.gap_unnamed", { number: gap.number });
  const forbid = async () =>
    setFault(await changed(planner, forbidGap(gap.number), t("plan.gap_forbidden", { name })));
  return (
    <li class="plan-show">
      <button type="button" class="link" onClick={() => planner.map.value?.approach(gap.place, NEAR_ZOOM)}>
        {name}
      </button>{" "}
      <span class="muted">
        {area(gap.area_m2)} · {gap.by}
      </span>{" "}
      {planner.session.permissions.includes(EDITS) && (
        <button type="button" class="button" onClick={() => void forbid()}>
          {t("plan.gap_forbid")}
        </button>
      )}
      <Fault words={fault} />
    </li>
  );
}

/** Wait for a change of the list and look at it anew; returns what the service says against it. */
async function changed(planner: Planner, asked: Promise<unknown>, told: string): Promise<string> {
  try {
    await asked;
    planner.gaps.value += 1;
    announce(told);
    return "";
  } catch (reason) {
    return reasonOf(problemFrom(reason));
  }
}

function Fault({ words }: { readonly words: string }) {
  return words === "" ? null : (
    <p class="fault" role="alert">
      {words}
    </p>
  );
}
