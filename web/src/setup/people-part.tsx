/** The squads, and the account that will keep all others. */

import { Plus, X } from "lucide-preact";
import { t } from "../i18n";
import { SquadMark } from "../ui/squad-mark";
import type { Change, Draft, Squad } from "./draft";
import { FaultOf, Field } from "./field";

type Props = { readonly draft: Draft; readonly change: Change };

export function SquadsPart({ draft, change }: Props) {
  const { squads } = draft;
  const setSquad = (index: number, part: Partial<Squad>) =>
    change({ squads: squads.map((squad, at) => (at === index ? { ...squad, ...part } : squad)) });
  const remove = (index: number) => change({ squads: squads.filter((_, at) => at !== index) });
  const add = () => change({ squads: [...squads, { code: `${squads.length + 1}`, name: "" }] });
  return (
    <fieldset>
      <legend>{t("setup.squads")}</legend>
      <p class="muted">{t("setup.squads_hint")}</p>
      <table class="edited" id="squads" tabIndex={-1}>
        <thead>
          <tr>
            <th scope="col">{t("setup.squad_mark")}</th>
            <th scope="col">{t("setup.squad_code")}</th>
            <th scope="col">{t("setup.squad_name")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {squads.map((squad, index) => (
            <SquadRow
              key={index}
              squad={squad}
              number={index + 1}
              set={(part) => setSquad(index, part)}
              remove={() => remove(index)}
            />
          ))}
        </tbody>
      </table>
      <FaultOf id="squads" />
      <button type="button" class="button" onClick={add}>
        <Plus size={16} aria-hidden="true" /> {t("setup.add_squad")}
      </button>
    </fieldset>
  );
}

type RowProps = {
  readonly squad: Squad;
  readonly number: number;
  set(part: Partial<Squad>): void;
  remove(): void;
};

function SquadRow({ squad, number, set, remove }: RowProps) {
  const label = (name: string) => t("setup.of_squad", { name, number });
  return (
    <tr>
      <td>
        <SquadMark squad={{ code: squad.code.trim(), name: "" }} />
      </td>
      <td>
        <input
          class="digits"
          aria-label={label(t("setup.squad_code"))}
          value={squad.code}
          onInput={(event) => set({ code: event.currentTarget.value })}
        />
      </td>
      <td>
        <input
          aria-label={label(t("setup.squad_name"))}
          value={squad.name}
          onInput={(event) => set({ name: event.currentTarget.value })}
        />
      </td>
      <td>
        <button
          type="button"
          aria-label={t("setup.remove", { name: squad.name || squad.code })}
          onClick={remove}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </td>
    </tr>
  );
}

export function AccountPart({ draft, change }: Props) {
  return (
    <fieldset>
      <legend>{t("setup.account")}</legend>
      <Field
        id="account"
        label={t("setup.account_name")}
        hint={t("setup.account_hint")}
        value={draft.account}
        autocomplete="username"
        set={(account) => change({ account: account.trim() })}
      />
      <div class="pair">
        <Field
          id="password"
          type="password"
          label={t("setup.password")}
          value={draft.password}
          autocomplete="new-password"
          set={(password) => change({ password })}
        />
        <Field
          id="again"
          type="password"
          label={t("setup.again")}
          value={draft.again}
          autocomplete="new-password"
          set={(again) => change({ again })}
        />
      </div>
    </fieldset>
  );
}
