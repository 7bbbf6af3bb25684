/** Controls for the parameters of a layer, made from its own schema. */

import type { ParameterValues } from "../api/calls";
import type { Layer } from "../api/layer";
import { language, pick, t } from "../i18n";
import { CatalogueChoices, chosenOf } from "./catalogue-choices";
import { ChoiceButtons } from "./choices";
import { type Field, fieldsOf, titleIn, withValue } from "./parameters";

type Value = string | readonly string[];

type FormProps = {
  readonly layer: Layer;
  readonly values: ParameterValues;
  change(values: ParameterValues): void;
};

export function ParameterForm({ layer, values, change }: FormProps) {
  const fields = fieldsOf(layer.parameters);
  const listed = fields.filter(({ kind }) => kind === "listed");
  const set = (name: string) => (value: Value) => change(withValue(values, name, value));
  return (
    <fieldset class="parameters">
      <legend class="heard">{`${t("layers.filter")}: ${pick(layer.title)}`}</legend>
      {listed.length > 0 && <CatalogueChoices fields={listed} values={values} set={set} />}
      {fields.map((field) => (
        <Control
          key={field.name}
          layer={layer}
          id={`${layer.name}-${field.name}`}
          field={field}
          value={values[field.name]}
          set={set(field.name)}
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
  set(value: Value): void;
};

function Control({ layer, id, field, value, set }: ControlProps) {
  if (field.kind === "listed") return null;
  const title = titleIn(language.value, field.title);
  if (field.kind === "many") {
    const options = field.options.map((option) => ({
      value: option,
      words: wordsOf(layer, field.name, option),
    }));
    return <ChoiceButtons title={title} options={options} chosen={chosenOf(value)} set={set} />;
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

/** The legend's words where the parameter is what the map is coloured by; weekdays by name; else as it is. */
function wordsOf(layer: Layer, name: string, value: string): string {
  const rule = layer.style.rules.find(
    (one) => one.field === name && one.label && one.values.map(String).includes(value),
  );
  if (rule?.label) return pick(rule.label);
  return name === "weekdays" ? t(`weekday.${value as Weekday}`) : value;
}

type Weekday = "1" | "2" | "3" | "4" | "5" | "6" | "7";
