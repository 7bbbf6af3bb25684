/** Controls for the parameters of a layer, made from its own schema. */

import { getCatalogue, type ParameterValues } from "../api/calls";
import type { Layer } from "../api/layer";
import { known, pick, t } from "../i18n";
import { Failed } from "../ui/faces";
import { useResource } from "../ui/resource";
import { ChoiceButtons, ChoiceList, type Option } from "./choices";
import { type Field, fieldsOf, withValue } from "./parameters";

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
  readonly id: string;
  readonly field: Field;
  readonly value: ParameterValues[string] | undefined;
  set(value: string | readonly string[]): void;
};

function Control({ id, field, value, set }: ControlProps) {
  const title = titleOf(field);
  if (field.kind === "many") {
    const chosen = value === undefined ? [] : [value].flat().map(String);
    if (field.options === null)
      return <CatalogueChoice field={field} title={title} chosen={chosen} set={set} />;
    const options = field.options.map((option) => ({ value: option, words: wordsOf(field.name, option) }));
    return <ChoiceButtons title={title} options={options} chosen={chosen} set={set} />;
  }
  const text = value === undefined ? "" : String(value);
  return (
    <label class="parameter" for={id}>
      <span>{title}</span>
      <SingleInput id={id} field={field} text={text} set={set} />
    </label>
  );
}

type SingleProps = {
  readonly id: string;
  readonly field: Field;
  readonly text: string;
  set(value: string): void;
};

/** A value is taken over when it is complete, not at every digit. */
function SingleInput({ id, field, text, set }: SingleProps) {
  const change = (event: { readonly currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    set(event.currentTarget.checkValidity() ? event.currentTarget.value : "");
  if (field.kind === "one") {
    return (
      <select id={id} value={text} onChange={change}>
        <option value="">{t("parameter.all")}</option>
        {field.options.map((option) => (
          <option key={option} value={option}>
            {wordsOf(field.name, option)}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === "number") {
    const bounds = { min: field.minimum ?? undefined, max: field.maximum ?? undefined };
    return (
      <input
        id={id}
        type="number"
        {...bounds}
        step="any"
        placeholder={field.usual}
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
  const listed = { category: resource.data.categories, department: resource.data.departments }[field.name];
  if (listed === undefined) return null;
  const options: Option[] = listed.map((one) => ({ value: one.code, words: pick(one) }));
  return <ChoiceList title={title} options={options} chosen={chosen} set={set} />;
}

function titleOf(field: Field): string {
  return known(`parameter.${field.name}`) ?? field.title;
}

/** Numbers of weekdays and severities have names; hours and the like speak for themselves. */
function wordsOf(name: string, value: string): string {
  return known(`${name === "weekdays" ? "weekday" : name}.${value}`) ?? value;
}
