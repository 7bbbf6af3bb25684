/** The frame of the roster: its bar, the month, and beside it what is done to it. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { getMonth, type Member, type Month } from "../api/roster";
import { language, t } from "../i18n";
import { now } from "../time/now";
import { civilDay, clock } from "../time/town-time";
import { AccountMenu } from "../ui/account-menu";
import { Announcer } from "../ui/announce";
import { Faces } from "../ui/faces";
import { KeysHelp } from "../ui/keys-help";
import { Rail } from "../ui/rail";
import { useResource } from "../ui/resource";
import { Bar } from "./bar";
import { CellPart } from "./cell-part";
import { cellsOf } from "./cells";
import { MonthTable } from "./month-table";
import { Palette } from "./palette";
import { PatternPart } from "./pattern-part";
import { RequestsPart } from "./requests-part";
import { ShiftsPart } from "./shifts-part";
import { useRoster } from "./state";

const KEYS = [
  ["← ↑ → ↓", "roster.key_move"],
  ["Shift + ←↑→↓", "roster.key_extend"],
  ["1 … 9", "roster.key_shift"],
  ["0 / Delete", "roster.key_off"],
] as const;

export function RosterPage() {
  const roster = useRoster();
  const { session, month, changes } = roster;
  const [keys, setKeys] = useState(false);
  const read = useResource(`${month.value} ${changes.value}`, (signal) => getMonth(month.value, signal));
  const town = language.value === "zh" ? session.town.name : session.town.name_en;
  const title = `${t("app.roster")} · ${town}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="frame roster-frame">
      <Rail session={session} here="roster" openKeys={() => setKeys(true)} />
      <header class="top">
        <h1 class="roster-title">{t("app.roster")}</h1>
        {session.town.made_up && (
          <span class="badge" title={t("app.made_up_why")}>
            {t("app.made_up")}
          </span>
        )}
        <time class="clock">{clock(now.value, roster.zone)}</time>
        <AccountMenu account={session.account} />
      </header>
      <Faces of={read}>{(known) => <Filled month={known} />}</Faces>
      <Announcer />
      {keys && <KeysHelp keys={KEYS} close={() => setKeys(false)} />}
    </div>
  );
}

function Filled({ month }: { readonly month: Month }) {
  const roster = useRoster();
  const people = shownOf(month.people, roster.squad.value, roster.name.value);
  const cells = useMemo(() => cellsOf(month, roster.zone), [month]);
  const today = civilDay(now.value, roster.zone);
  const part = { month, people, cells, today };
  const side = roster.side.value;
  return (
    <>
      <main class="stage roster-stage">
        <Bar month={month} />
        <Palette {...part} />
        {roster.refusal.value && (
          <p class="fault roster-refusal" role="alert">
            {roster.refusal.value}
          </p>
        )}
        {people.length === 0 ? <p class="empty">{t("roster.nobody")}</p> : <MonthTable {...part} />}
      </main>
      <aside class="panel" aria-label={t("roster.side")}>
        {side === "cell" && <CellPart {...part} />}
        {side === "pattern" && <PatternPart {...part} />}
        {side === "shifts" && <ShiftsPart month={month} />}
        {side === "requests" && <RequestsPart />}
      </aside>
    </>
  );
}

export function shownOf(people: readonly Member[], squad: string, words: string): readonly Member[] {
  const wanted = words.trim().toLowerCase();
  return people.filter(
    (one) =>
      (squad === "" || one.squad === squad) &&
      (one.name.toLowerCase().includes(wanted) || one.number.toLowerCase().includes(wanted)),
  );
}
