/** Who is meant where several lie under one click. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { squadSign } from "../map/squads";
import { ShapeMark } from "../ui/shape-mark";
import { type Crowd, pickPerson, useLive } from "./state";

/** More than these are not told apart by a list either. */
const MOST = 12;

export function CrowdChoice() {
  const live = useLive();
  const crowd = live.crowd.value;
  return crowd === null ? null : <Choice key={`${crowd.x} ${crowd.y}`} crowd={crowd} />;
}

function Choice({ crowd: { people, x, y } }: { readonly crowd: Crowd }) {
  const live = useLive();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector("button")?.focus(), []);
  const close = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    live.crowd.value = null;
  };
  return (
    <ul
      ref={list}
      class="crowd"
      aria-label={t("people.crowd", { count: people.length })}
      style={{ left: `${x}px`, top: `${y}px` }}
      onKeyDown={close}
    >
      {people.slice(0, MOST).map(({ id, name, squad }) => (
        <li key={id}>
          <button type="button" class="row" onClick={() => pickPerson(live, id)}>
            <ShapeMark shape={squadSign(squad).shape} colour={`squad-${squad}`} />
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}
