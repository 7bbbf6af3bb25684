/** The month as a table: a row a person, a column a day; cells are chosen by pointer or keys. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Member, RosterDay } from "../api/roster";
import { language, t } from "../i18n";
import { type Cells, type Corner, chosenIn, contentOf, nameOf, stepped } from "./cells";
import { putShift, SHADES, shiftOfKey } from "./palette";
import type { Part } from "./parts";
import { useRoster } from "./state";
import { sentenceOf, signOf, weekday } from "./words";

/** More rows than this are drawn when they are asked for. */
const FIRST_ROWS = 120;

export function MonthTable(part: Part) {
  const roster = useRoster();
  const { month, people, cells, today } = part;
  const [all, setAll] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = all ? people : people.slice(0, FIRST_ROWS);
  const active = month.shifts.filter(({ active: used }) => used).map(({ code }) => code);
  const choice = roster.choice.value;
  const codes = month.shifts.map(({ code }) => code);
  const choose = (head: Corner, extend: boolean) => {
    roster.choice.value = { anchor: extend ? roster.choice.value.anchor : head, head };
  };
  useFocusOn(body, choice.head);
  const press = (event: KeyboardEvent) => {
    const next = stepped(event.key, choice.head, rows.length, month.days.length);
    const shift = event.ctrlKey || event.altKey || event.metaKey ? undefined : shiftOfKey(event.key, active);
    if (next === null && shift === undefined) return;
    event.preventDefault();
    if (next !== null) choose(next, event.shiftKey);
    else void putShift(roster, part, shift as string | null);
  };
  const point = (event: PointerEvent) => {
    const corner = cornerAt(event.target);
    if (corner === null || (event.type === "pointerover" && event.buttons !== 1)) return;
    choose(corner, event.type === "pointerover" || event.shiftKey);
  };
  return (
    <div class="roster-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of cells that keys walk through */}
      <table class="roster-table" role="grid" aria-label={t("roster.table", { month: nameOf(month) })}>
        <thead>
          <tr>
            <th scope="col">{t("roster.person")}</th>
            {month.days.map((one) => (
              <DayHead key={one.day} of={one} today={today} />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={press} onPointerDown={point} onPointerOver={point}>
          {rows.map((person, row) => {
            const chosen = chosenIn(choice, row);
            return (
              <Row
                key={person.id}
                person={person}
                row={row}
                days={month.days}
                cells={cells}
                codes={codes}
                from={chosen?.[0] ?? -1}
                to={chosen?.[1] ?? -1}
                head={choice.head.row === row ? choice.head.column : -1}
              />
            );
          })}
        </tbody>
      </table>
      {rows.length < people.length && (
        <button type="button" class="button" onClick={() => setAll(true)}>
          {t("roster.all_rows", { count: people.length })}
        </button>
      )}
    </div>
  );
}

/** The focus follows the chosen cell once it is in the table. */
function useFocusOn(body: { readonly current: HTMLTableSectionElement | null }, head: Corner): void {
  useEffect(() => {
    const inside = body.current?.contains(document.activeElement);
    if (!inside) return;
    const cell = body.current?.rows[head.row]?.cells[head.column + 1];
    cell?.focus();
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [head.row, head.column]);
}

function cornerAt(target: EventTarget | null): Corner | null {
  const cell = target instanceof Element ? target.closest("td") : null;
  const row = cell?.parentElement;
  if (!cell || !(row instanceof HTMLTableRowElement)) return null;
  return { row: row.sectionRowIndex, column: cell.cellIndex - 1 };
}

function DayHead({ of: { day, works, name }, today }: { readonly of: RosterDay; readonly today: string }) {
  return (
    <th
      scope="col"
      class={works ? undefined : "rests"}
      title={name || undefined}
      aria-current={day === today ? "date" : undefined}
    >
      {Number(day.slice(8))}
      <span>{weekday(day)}</span>
    </th>
  );
}

type RowProps = {
  readonly person: Member;
  readonly row: number;
  readonly days: readonly RosterDay[];
  readonly cells: Cells;
  readonly codes: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly head: number;
};

/** A row is drawn again only when something of it changed: there are thousands of cells. */
function Row({ person, days, cells, codes, from, to, head }: RowProps) {
  const { zone } = useRoster();
  const words = language.value;
  return useMemo(
    () => (
      <tr>
        <th scope="row">
          {person.name} <span class="muted">{person.number}</span>
        </th>
        {days.map(({ day, works }, column) => {
          const content = contentOf(cells, person.id, day);
          const shift = content.entries.find((entry) => entry.kind === "roster")?.shift;
          const sign = signOf(content, zone);
          const shade = shift ? `shift-${codes.indexOf(shift) % SHADES}` : works ? "" : "rests";
          return (
            <td
              // by its place and not by its day: the focus stays when another month comes in
              key={column}
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid above
              role="gridcell"
              class={content.absences.length > 0 ? `${shade} away` : shade}
              tabIndex={column === head ? 0 : -1}
              aria-selected={column >= from && column <= to}
              aria-label={[person.name, day, sign, sentenceOf(content, zone)].filter(Boolean).join(" ")}
            >
              {sign}
            </td>
          );
        })}
      </tr>
    ),
    [person, days, cells, from, to, head, words],
  );
}
