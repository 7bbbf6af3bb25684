/** Name and time zone of the town, and its codes: prefix, levels and an example. */

import { Plus, X } from "lucide-preact";
import type { Level } from "../api/types";
import { language, t } from "../i18n";
import { type Change, type Draft, exampleCode } from "./draft";
import { FaultOf, Field } from "./field";

type Props = { readonly draft: Draft; readonly change: Change };

export function TownPart({ draft, change, zones }: Props & { readonly zones: readonly string[] }) {
  return (
    <fieldset>
      <legend>{t("setup.town")}</legend>
      <div class="pair">
        <Field id="name" label={t("setup.name")} value={draft.name} set={(name) => change({ name })} />
        <Field
          id="name-en"
          label={t("setup.name_en")}
          value={draft.nameEn}
          set={(nameEn) => change({ nameEn })}
        />
      </div>
      <Field
        id="zone"
        label={t("setup.zone")}
        hint={t("setup.zone_hint")}
        value={draft.timeZone}
        list="zones"
        autocomplete="off"
        set={(timeZone) => change({ timeZone })}
      >
        <datalist id="zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </Field>
    </fieldset>
  );
}

export function CodesPart({ draft, change }: Props) {
  const { levels } = draft;
  const setLevel = (index: number, part: Partial<Level>) =>
    change({ levels: levels.map((level, at) => (at === index ? { ...level, ...part } : level)) });
  const remove = (index: number) => change({ levels: levels.filter((_, at) => at !== index) });
  const last = levels[levels.length - 1];
  const add = () =>
    change({ levels: [...levels, { key: "", zh: "", en: "", digits: (last?.digits ?? 0) + 3 }] });
  return (
    <fieldset>
      <legend>{t("setup.codes")}</legend>
      <Field
        id="prefix"
        label={t("setup.prefix")}
        hint={t("setup.prefix_hint")}
        value={draft.prefix}
        autocomplete="off"
        set={(prefix) => change({ prefix: prefix.trim() })}
      />
      <table class="edited" id="levels" tabIndex={-1}>
        <caption>
          {t("setup.levels")} <span class="muted">{t("setup.levels_hint")}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("setup.level_zh")}</th>
            <th scope="col">{t("setup.level_en")}</th>
            <th scope="col">{t("setup.digits")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {levels.map((level, index) => (
            <LevelRow
              key={index}
              level={level}
              number={index + 1}
              set={(part) => setLevel(index, part)}
              remove={() => remove(index)}
            />
          ))}
        </tbody>
      </table>
      <FaultOf id="levels" />
      <button type="button" class="button" onClick={add}>
        <Plus size={16} aria-hidden="true" /> {t("setup.add_level")}
      </button>
      <p class="example">
        {t("setup.example")} <output class="code-example">{exampleCode(draft.prefix, levels)}</output>
      </p>
    </fieldset>
  );
}

type RowProps = {
  readonly level: Level;
  readonly number: number;
  set(part: Partial<Level>): void;
  remove(): void;
};

function LevelRow({ level, number, set, remove }: RowProps) {
  const label = (name: string) => t("setup.of_level", { name, number });
  const title = language.value === "zh" ? level.zh : level.en;
  return (
    <tr>
      <td>
        <input
          aria-label={label(t("setup.level_zh"))}
          value={level.zh}
          onInput={(event) => set({ zh: event.currentTarget.value.trim() })}
        />
      </td>
      <td>
        <input
          aria-label={label(t("setup.level_en"))}
          value={level.en}
          onInput={(event) => set({ en: event.currentTarget.value.trim() })}
        />
      </td>
      <td>
        <input
          class="digits"
          type="number"
          min="0"
          max="40"
          aria-label={label(t("setup.digits"))}
          value={level.digits}
          onInput={(event) => set({ digits: event.currentTarget.valueAsNumber })}
        />
      </td>
      <td>
        <button type="button" aria-label={t("setup.remove", { name: title || `${number}` })} onClick={remove}>
          <X size={16} aria-hidden="true" />
        </button>
      </td>
    </tr>
  );
}
