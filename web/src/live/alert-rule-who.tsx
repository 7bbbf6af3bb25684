/** Whom a rule is about: any squads, posts and people, which narrow one another. */

import { useState } from "preact/hooks";
import type { NewRule } from "../api/alert-rules";
import type { Person } from "../api/types";
import { pick, t } from "../i18n";
import { Chips } from "./alert-rule-where";
import { useLive } from "./state";

type Props = { readonly rule: NewRule; change(more: Partial<NewRule>): void };

export function RuleWho({ rule, change }: Props) {
  const { duty } = useLive();
  const staff = Array.from(duty?.staff.value.values() ?? []);
  const squads = new Map(staff.flatMap(({ squad }) => (squad ? [[squad.code, squad.name] as const] : [])));
  const posts = new Map(
    staff.flatMap((person) => person.posts.map((post) => [post.post, pick(post)] as const)),
  );
  return (
    <fieldset class="rule-part">
      <legend>{t("rules.who")}</legend>
      <p class="muted">{t("rules.narrow")}</p>
      <Several
        words={t("rules.squads")}
        names={squads}
        chosen={rule.squads}
        set={(chosen) => change({ squads: chosen })}
      />
      <Several
        words={t("rules.posts")}
        names={posts}
        chosen={rule.posts}
        set={(chosen) => change({ posts: chosen })}
      />
      <People staff={staff} chosen={rule.people} set={(people) => change({ people })} />
    </fieldset>
  );
}

type SeveralProps = {
  readonly words: string;
  readonly names: ReadonlyMap<string, string>;
  readonly chosen: readonly string[];
  set(chosen: readonly string[]): void;
};

function Several({ words, names, chosen, set }: SeveralProps) {
  const toggle = (key: string) =>
    set(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
  return (
    <fieldset class="rule-several">
      <legend>{words}</legend>
      {Array.from(names, ([key, name]) => (
        <button
          key={key}
          type="button"
          class="button"
          aria-pressed={chosen.includes(key)}
          onClick={() => toggle(key)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

type PeopleProps = {
  readonly staff: readonly Person[];
  readonly chosen: readonly number[];
  set(chosen: readonly number[]): void;
};

function People({ staff, chosen, set }: PeopleProps) {
  const [name, setName] = useState("");
  const nameOf = (id: number) => staff.find((one) => one.id === id)?.name ?? `#${id}`;
  const take = (words: string) => {
    const found = staff.filter((one) => one.name === words.trim() && !chosen.includes(one.id));
    setName(found.length === 0 ? words : "");
    if (found.length > 0) set([...chosen, ...found.map(({ id }) => id)]);
  };
  return (
    <div class="rule-several">
      <label>
        <span>{t("rules.people")}</span>
        <input
          list="rule-people"
          placeholder={t("rules.add_person")}
          value={name}
          onInput={(event) => take(event.currentTarget.value)}
        />
      </label>
      <datalist id="rule-people">
        {staff.map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
      <Chips
        names={chosen.map((id) => [String(id), nameOf(id)])}
        drop={(key) => set(chosen.filter((id) => String(id) !== key))}
      />
    </div>
  );
}
