/** The next round: asked for on demand, listed in its order, and drawn on the map. */

import { useEffect } from "preact/hooks";
import { getRound, type Round, type Stop } from "../api/rounds";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { useInspector } from "./state";
import { grouped } from "./words";

export function RoundPart() {
  const { showsRound, round } = useInspector();
  useEffect(() => {
    if (!showsRound.value) round.value = null;
  }, [showsRound.value]);
  return (
    <section>
      <h2>{t("insp.round")}</h2>
      <button
        type="button"
        class="button"
        aria-pressed={showsRound.value}
        onClick={() => {
          showsRound.value = !showsRound.value;
        }}
      >
        {t(showsRound.value ? "insp.round_hide" : "insp.round_show")}
      </button>
      {showsRound.value && <Suggested />}
    </section>
  );
}

function Suggested() {
  const { squad, round } = useInspector();
  const found = useResource(`round ${squad.value}`, (signal) => getRound(squad.value, signal));
  const { resource } = found;
  useEffect(() => {
    round.value = resource.face === "data" ? resource.data : null;
  }, [resource]);
  return (
    <Faces of={found} empty={({ stops }) => (stops.length === 0 ? t("insp.round_none") : null)}>
      {(data) => <Stops round={data} />}
    </Faces>
  );
}

function Stops({ round }: { readonly round: Round }) {
  const { by, chosen, day } = useInspector();
  const open = (code: string) => {
    by.value = "grid";
    chosen.value = code;
    day.value = null;
  };
  return (
    <>
      <p>{t("insp.round_length", { number: round.stops.length, metres: grouped(round.metres) })}</p>
      <ol class="insp-rows">
        {round.stops.map((stop, place) => (
          <li key={stop.code}>
            {place + 1}.{" "}
            <button type="button" class="insp-open" title={stop.code} onClick={() => open(stop.code)}>
              {stop.name}
            </button>{" "}
            <span class="muted">{wordsOf(stop)}</span>
          </li>
        ))}
      </ol>
      {round.left_out > 0 && <p class="muted">{t("insp.round_left", { number: round.left_out })}</p>}
    </>
  );
}

function wordsOf({ why, late_days, metres, straight }: Stop): string {
  const reason = why === "late" ? t("insp.round_late", { number: late_days }) : t(`insp.round_${why}`);
  const way =
    metres > 0
      ? ` · ${t(straight ? "insp.round_straight" : "insp.round_way", { metres: grouped(metres) })}`
      : "";
  return reason + way;
}
