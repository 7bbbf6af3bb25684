/** The rows as a table that can be put in order by any column; a row opens in the panel. */

import { type Row, THINGS } from "../api/coverage";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { KEYS, pressed, type SortKey, sorted } from "./sorting";
import { useInspector } from "./state";
import { bounded, grouped, percent, StateMark, shareOf, stateWords } from "./words";

export function CoverTable({ rows }: { readonly rows: readonly Row[] }) {
  const { sorting } = useInspector();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
    <div class="insp-scroll" tabIndex={0}>
      <table class="insp-table">
        <thead>
          <tr>
            {KEYS.map((key) => (
              <Head key={key} of={key} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(rows, sorting.value).map((row) => (
            <Line key={row.code} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ of }: { readonly of: SortKey }) {
  const { sorting } = useInspector();
  const { key, down } = sorting.value;
  const order = down ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={key === of ? order : "none"}>
      <button
        type="button"
        onClick={() => {
          sorting.value = pressed(sorting.value, of);
        }}
      >
        {t(`insp.head_${of}`)}
        <span aria-hidden="true">{key === of ? (down ? " ▾" : " ▴") : ""}</span>
      </button>
    </th>
  );
}

function Line({ row }: { readonly row: Row }) {
  const { chosen, day, zone } = useInspector();
  const open = () => {
    chosen.value = row.code;
    day.value = null;
  };
  return (
    <tr class={chosen.value === row.code ? "chosen" : undefined}>
      <th scope="row">
        <button type="button" aria-pressed={chosen.value === row.code} title={row.code} onClick={open}>
          {row.name}
        </button>
      </th>
      <td class="words">
        <StateMark state={row.state} /> {stateWords(row)}
      </td>
      <td>{shareOf(row)}</td>
      <td>{percent(row.unknown)}</td>
      <td>{row.effort.toFixed(2)}</td>
      <td>{grouped(row.visits)}</td>
      <td>{grouped(row.minutes)}</td>
      <td>{grouped(row.metres)}</td>
      <td>{row.last_visit ? short(new Date(row.last_visit), now.value, zone) : "–"}</td>
      <td>{row.days_since ?? "–"}</td>
      {THINGS.map((of) => {
        const part = row[of];
        return (
          <td key={of} title={part ? stateWords(part) : undefined}>
            {part ? bounded(part) : "–"}
          </td>
        );
      })}
    </tr>
  );
}
