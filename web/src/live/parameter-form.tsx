/** Controls for the parameters of a layer, made from its own schema. */

import { getCatalogue, type ParameterValues } from "../api/calls";
import type { Layer } from "../api/layer";
import type { Catalogue } from "../api/types";
import { language, pick, t } from "../i18n";
import { Failed } from "../ui/faces";
import { useResource } from "../ui/resource";
import { ChoiceButtons, ChoiceList, type Option } from "./choices";
import { type Field, fieldsOf, titleIn, withValue } from "./parameters";

type FormProps = {
  readonly layer: Layer;
  readonly values: ParameterValues;
  change(values: ParameterValues): void;
};

export function ParameterForm({ layer, values, change }: FormProps) {
  return (
    <fieldset class="parameters">
      <legend class="heard">{`${t("layers.filter")}: ${pick(layer.title)}`}</legend>
      {fieldsOf(layer.parameters).map((field) => (
        <Control
          key={field.name}
          layer={layer}
          id={`${layer.name}-${field.name}`}
          field={field}
          value={values[field.name]}
          set={(value) => change(withValue(values, field.name, value))}
        />
      ))}
      <button
        type="button"
        class="button"
        disabled={Object.keys(values).length === 0}
        onClick={() => change({})}
      >
        {t("layers.reset")}
      </button>
    </fieldset>
  );
}

type ControlProps = {
  readonly layer: Layer;
  readonly id: string;
  readonly field: Field;
  readonly value: ParameterValues[string] | undefined;
  set(value: string | readonly string[]): void;
};

function Control({ layer, id, field, value, set }: ControlProps) {
  const title = titleIn(language.value, field.title);
  if (field.kind === "many") {
    const chosen = value === undefined ? [] : [value].flat().map(String);
    if (field.options === null)
      return <CatalogueChoice field={field} title={title} chosen={chosen} set={set} />;
    const options = field.options.map((option) => ({
      value: option,
      words: wordsOf(layer, field.name, option),
    }));
    return <ChoiceButtons title={title} options={options} chosen={chosen} set={set} />;
  }
  const text = value === undefined ? "" : String(value);
  return (
    <label class="parameter" for={id}>
      <span>{title}</span>
      <SingleInput layer={layer} id={id} field={field} text={text} set={set} />
    </label>
  );
}

type SingleProps = {
  readonly layer: Layer;
  readonly id: string;
  readonly field: Field;
  readonly text: string;
  set(value: string): void;
};

/** A value is taken over when it is complete, not at every digit. */
function SingleInput({ layer, id, field, text, set }: SingleProps) {
  const change = (event: { readonly currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    set(event.currentTarget.checkValidity() ? event.currentTarget.value : "");
  if (field.kind === "one") {
    return (
      <select id={id} value={text} onChange={change}>
        <option value="">{t("parameter.all")}</option>
        {field.options.map((option) => (
          <option key={option} value={option}>
            {wordsOf(layer, field.name, option)}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === "number") {
    const { bounds, whole, usual } = field;
    const step = whole ? 1 : "any";
    return (
      <input
        id={id}
        type="number"
        {...bounds}
        step={step}
        placeholder={usual}
        value={text}
        onChange={change}
      />
    );
  }
  return <input id={id} type="date" value={text} onChange={change} />;
}

type ChoiceProps = {
  readonly field: Field;
  readonly title: string;
  readonly chosen: readonly string[];
  set(value: readonly string[]): void;
};

/** Categories and departments are listed by the catalogue; other free lists have no control. */
function CatalogueChoice({ field, title, chosen, set }: ChoiceProps) {
  const asked = useResource("catalogue", (signal) => getCatalogue({ signal }));
  const { resource } = asked;
  if (resource.face === "error") return <Failed problem={resource.problem} again={asked.again} />;
  if (resource.face === "loading") return null;
  const options = optionsOf(resource.data)[field.name];
  if (options === undefined) return null;
  return <ChoiceList title={title} options={options} chosen={chosen} set={set} />;
}

function optionsOf({ categories, departments }: Catalogue): Readonly<Record<string, readonly Option[]>> {
  return {
    category: categories.map(({ code, group, zh }) => ({ value: code, words: `${zh} · ${group}` })),
    department: departments.map(({ code, name }) => ({ value: code, words: name })),
  };
}

/** The legend's words where the parameter is what the map is coloured by; weekdays by name; else as it is. */
function wordsOf(layer: Layer, name: string, value: string): string {
  const rule = layer.style.rules.find(
    (one) => one.field === name && one.label && one.values.map(String).includes(value),
  );
  if (rule?.label) return pick(rule.label);
  return name === "weekdays" ? t(`weekday.${value as Weekday}`) : value;
}

type Weekday = "1" | "2" | "3" | "4" | "5" | "6" | "7";
