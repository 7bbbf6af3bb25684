/** Even divisions to choose from: what each brings, what it costs, and who would move. */

import { useState } from "preact/hooks";
import type { Division } from "../api/draft-types";
import { t } from "../i18n";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { askFor, showProposal, takeProposal } from "./proposals";
import { isOpen, type Offer, usePlanner } from "./state";
import { letterOf, percent, TradeOff } from "./trade-off";

export function ProposalsTab() {
  const planner = usePlanner();
  const { offer } = planner;
  const [fault, setFault] = useState("");
  const [waits, setWaits] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setFault("");
    setWaits(true);
    try {
      await work();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    } finally {
      setWaits(false);
    }
  };
  return (
    <section>
      {isOpen(planner) ? <Question waits={waits} run={run} /> : <p>{t("plan.read_only")}</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {offer.value && <Offered offer={offer.value} take={() => void run(() => takeProposal(planner))} />}
    </section>
  );
}

type QuestionProps = { readonly waits: boolean; run(work: () => Promise<void>): Promise<void> };

function Question({ waits, run }: QuestionProps) {
  const planner = usePlanner();
  const { draft, chosen } = planner;
  const [village, setVillage] = useState("");
  const [zones, setZones] = useState(false);
  const [locks, setLocks] = useState(false);
  const ask = (event: Event) => {
    event.preventDefault();
    const villages = village === "" || zones ? [] : [village];
    void run(() => askFor(planner, { villages, locked: locks ? chosen.value : [], zones }));
  };
  return (
    <form class="plan-form" onSubmit={ask}>
      <label>
        <span>{t("plan.propose_what")}</span>
        <select
          value={zones ? ZONES : village}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setZones(value === ZONES);
            if (value !== ZONES) setVillage(value);
          }}
        >
          <option value="">{t("plan.propose_all")}</option>
          <option value={ZONES}>{t("plan.propose_zones")}</option>
          {draft.value?.villages.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {chosen.value.length > 0 && (
        <label class="plan-check">
          <input
            type="checkbox"
            checked={locks}
            onChange={(event) => setLocks(event.currentTarget.checked)}
          />
          {t("plan.propose_locked", { count: chosen.value.length })}
        </label>
      )}
      <div class="plan-buttons">
        <button type="submit" class="button primary" disabled={waits}>
          {waits ? t("plan.proposing") : t("plan.propose")}
        </button>
      </div>
    </form>
  );
}

const ZONES = "zones";

function Offered({ offer, take }: { readonly offer: Offer; take(): void }) {
  const planner = usePlanner();
  const { divisions, shown } = offer;
  const chosen = divisions.proposals[shown];
  return (
    <>
      <TradeOff divisions={divisions} shown={shown} />
      <table class="plan-table offers">
        <caption class="heard">{t("plan.tab_proposals")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("plan.offer")}</th>
            <th scope="col">{t("plan.spread")}</th>
            <th scope="col">{t("plan.worst")}</th>
            <th scope="col">{t("plan.stays")}</th>
            <th scope="col">{t("plan.figure_households")}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t("plan.today")}</th>
            <Figures division={divisions.today} />
          </tr>
          {divisions.proposals.map((division, index) => (
            <tr key={letterOf(index)} class={index === shown ? "shown" : ""}>
              <th scope="row">
                <button
                  type="button"
                  class="button"
                  aria-pressed={index === shown}
                  onClick={() => showProposal(planner, index)}
                >
                  {letterOf(index)}
                </button>
              </th>
              <Figures division={division} />
            </tr>
          ))}
        </tbody>
      </table>
      <div class="plan-buttons">
        <button type="button" class="button primary" disabled={planner.busy.value} onClick={take}>
          {t("plan.take", { offer: letterOf(shown) })}
        </button>
      </div>
      {chosen && <Moves division={chosen} />}
    </>
  );
}

function Figures({ division }: { readonly division: Division }) {
  const { spread, worst, kept, moved } = division;
  return (
    <>
      <td>{spread.toFixed(3)}</td>
      <td>{percent(worst)}</td>
      <td>{percent(kept)}</td>
      <td>{moved}</td>
    </>
  );
}

const MOST_MOVES = 50;

function Moves({ division }: { readonly division: Division }) {
  const moves = [...division.moves].sort((a, b) => b.households - a.households);
  return (
    <>
      <h3>{t("plan.would_move")}</h3>
      <ul class="moves">
        {moves.slice(0, MOST_MOVES).map((move) => (
          <li key={`${move.old} ${move.new}`}>
            {move.old} → {move.new}{" "}
            <span class="muted">{t("plan.households", { count: move.households })}</span>
          </li>
        ))}
      </ul>
      {moves.length > MOST_MOVES && (
        <p class="muted">{t("plan.and_more", { count: moves.length - MOST_MOVES })}</p>
      )}
    </>
  );
}
