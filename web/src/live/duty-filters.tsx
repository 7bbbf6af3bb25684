/** Choose whose people are wanted: a squad, a post. */

import { pick, t } from "../i18n";
import { type Duty, type DutyFilter, NO_SQUAD } from "./duty";

type Choice = { readonly value: string; readonly words: string };

export function DutyFilters({ duty }: { readonly duty: Duty }) {
  const staff = Array.from(duty.staff.value.values());
  const squads = new Map(staff.flatMap(({ squad }) => (squad ? [[squad.code, squad.name] as const] : [])));
  const posts = new Map(
    staff.flatMap((person) => person.posts.map((post) => [post.post, pick(post)] as const)),
  );
  return (
    <div class="duty-filters">
      <Select
        duty={duty}
        name="squad"
        choices={[...choicesOf(squads), { value: NO_SQUAD, words: t("duty.no_squad") }]}
      />
      <Select duty={duty} name="post" choices={choicesOf(posts)} />
    </div>
  );
}

function choicesOf(names: ReadonlyMap<string, string>): Choice[] {
  const choices = Array.from(names, ([value, words]) => ({ value, words }));
  return choices.sort((one, other) => (one.value < other.value ? -1 : 1));
}

type Props = {
  readonly duty: Duty;
  readonly name: "squad" | "post";
  readonly choices: readonly Choice[];
};

function Select({ duty, name, choices }: Props) {
  const set = (value: string) => {
    const filter: DutyFilter = { ...duty.filter.value, [name]: value };
    duty.filter.value = filter;
  };
  return (
    <select
      aria-label={t(`duty.${name}`)}
      value={duty.filter.value[name]}
      onChange={(event) => set(event.currentTarget.value)}
    >
      <option value="">{t(`duty.any_${name}`)}</option>
      {choices.map(({ value, words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}
