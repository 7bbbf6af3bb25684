/** Everybody who works in the town, found by name, phone or post. */

import { useState } from "preact/hooks";
import { getPeople } from "../api/calls";
import type { Person } from "../api/types";
import { pick, t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { SquadMark } from "../ui/squad-mark";
import { useComposedInput, useSettled } from "../ui/text-input";
import { select, useLive } from "./state";

const PAGE = 50;
const LAYER = "people";

export function Staff() {
  const [typed, input] = useComposedInput("");
  const [limit, setLimit] = useState(PAGE);
  const q = useSettled(typed.trim());
  const people = useResource(`${q} ${limit}`, (signal) => getPeople(q, limit, { signal }));
  return (
    <>
      <label class="heard" for="people-find">
        {t("people.find")}
      </label>
      <input
        id="people-find"
        class="find"
        type="search"
        placeholder={t("people.find")}
        autocomplete="off"
        {...input}
      />
      <Faces
        of={people}
        empty={({ total }) => (total > 0 ? null : q === "" ? t("people.empty") : t("people.none", { q }))}
      >
        {(found) => (
          <>
            <p class="muted count">{t("people.total", { count: found.total })}</p>
            <ul class="rows">
              {found.people.map((person) => (
                <PersonRow key={person.id} person={person} />
              ))}
            </ul>
            {found.total > found.people.length && (
              <button type="button" class="button more" onClick={() => setLimit(limit + PAGE)}>
                {t("people.more", { count: Math.min(PAGE, found.total - found.people.length) })}
              </button>
            )}
          </>
        )}
      </Faces>
    </>
  );
}

function PersonRow({ person }: { readonly person: Person }) {
  const live = useLive();
  const { lon, lat } = person;
  const id = String(person.id);
  const thing = live.selected.value?.thing;
  const chosen = thing?.layer === LAYER && thing.id === id;
  const show = () => {
    if (lon === null || lat === null) return;
    select(live, { lon, lat, thing: { layer: LAYER, id } }, "people");
    live.map.value?.approach([lon, lat], 15);
  };
  return (
    <li>
      <button type="button" class="row" aria-pressed={chosen} disabled={lon === null} onClick={show}>
        <span class="row-head">
          {person.name} {person.squad && <SquadMark squad={person.squad} />}
          <span class="phone">{person.phone}</span>
        </span>
        {person.posts.map((post) => (
          <span key={post.post + post.grid} class="muted">
            {pick(post)} · {post.grid_name}
          </span>
        ))}
      </button>
    </li>
  );
}
