/** Who is on duty, in step with the map: counted by state, filtered, and one of them in full. */

import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { FRESHNESS, type Freshness } from "../map/mover";
import { now } from "../time/now";
import { useComposedInput, useSettled } from "../ui/text-input";
import { type Duty, type DutyRow, rowsOf, selectedPerson, serverNow } from "./duty";
import { DutyCard } from "./duty-card";
import { DutyFilters } from "./duty-filters";
import { DutyListRow } from "./duty-row";
import { PhoneFaults } from "./phone-faults";
import { useLive } from "./state";

const PAGE = 50;

export function OnDuty({ duty }: { readonly duty: Duty }) {
  const live = useLive();
  const [limit, setLimit] = useState(PAGE);
  // the lists follow the stream, and the clock: whoever is silent grows old
  duty.changed.value;
  now.value;
  const rows = rowsOf(duty, serverNow(duty));
  const { state } = duty.filter.value;
  const shown = state === "" ? rows : rows.filter((row) => row.state === state);
  const person = selectedPerson(live.selected).value;
  return (
    <>
      {person !== null && <DutyCard key={person} duty={duty} id={person} />}
      <States duty={duty} rows={rows} />
      <PhoneFaults />
      <Find duty={duty} />
      <DutyFilters duty={duty} />
      {shown.length === 0 && <p class="empty">{t(duty.newest.size === 0 ? "duty.empty" : "duty.none")}</p>}
      <ul class="rows">
        {shown.slice(0, limit).map((row) => (
          <DutyListRow
            key={row.position.person}
            duty={duty}
            row={row}
            chosen={row.position.person === person}
          />
        ))}
      </ul>
      {shown.length > limit && (
        <button type="button" class="button more" onClick={() => setLimit(limit + PAGE)}>
          {t("people.more", { count: Math.min(PAGE, shown.length - limit) })}
        </button>
      )}
    </>
  );
}

/** How many are in each state; pressing one shows those only, on the map as well. */
function States({ duty, rows }: { readonly duty: Duty; readonly rows: readonly DutyRow[] }) {
  const chosen = duty.filter.value.state;
  const choose = (state: Freshness | "") => {
    duty.filter.value = { ...duty.filter.value, state };
  };
  const count = (state: Freshness | "") =>
    state === "" ? rows.length : rows.filter((row) => row.state === state).length;
  return (
    <fieldset class="states">
      <legend class="heard">{t("duty.by_state")}</legend>
      {(["", ...FRESHNESS] as const).map((state) => (
        <button key={state} type="button" aria-pressed={state === chosen} onClick={() => choose(state)}>
          <span class="figure-value">{count(state)}</span>
          <span class="figure-name">{t(`duty.state_${state || "all"}`)}</span>
        </button>
      ))}
    </fieldset>
  );
}

function Find({ duty }: { readonly duty: Duty }) {
  const [typed, input, setTyped] = useComposedInput(duty.filter.peek().q);
  const q = useSettled(typed);
  const known = duty.filter.value.q;
  useEffect(() => {
    if (q !== duty.filter.peek().q) duty.filter.value = { ...duty.filter.peek(), q };
  }, [q]);
  // the address may bring other words
  useEffect(() => {
    if (known !== q) setTyped(known);
  }, [known]);
  return (
    <>
      <label class="heard" for="duty-find">
        {t("people.find")}
      </label>
      <input
        id="duty-find"
        class="find"
        type="search"
        placeholder={t("people.find")}
        autocomplete="off"
        {...input}
      />
    </>
  );
}
