/** Filters by what the catalogue lists: categories of events, departments. */

import { getCatalogue, type ParameterValues } from "../api/calls";
import type { Catalogue } from "../api/types";
import { language, t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { ChoiceList, type Option } from "./choices";
import { type Field, titleIn } from "./parameters";

type Props = {
  readonly fields: readonly Field[];
  readonly values: ParameterValues;
  set(name: string): (chosen: readonly string[]) => void;
};

/** A field that the catalogue does not list gets no control. */
export function CatalogueChoices({ fields, values, set }: Props) {
  const catalogue = useResource("catalogue", (signal) => getCatalogue({ signal }));
  return (
    <Faces of={catalogue} empty={(listed) => (isEmpty(listed) ? t("parameter.none") : null)}>
      {(listed) => (
        <>
          {fields.map((field) => {
            const options = optionsOf(listed)[field.name] ?? [];
            if (options.length === 0) return null;
            return (
              <ChoiceList
                key={field.name}
                title={titleIn(language.value, field.title)}
                options={options}
                chosen={chosenOf(values[field.name])}
                set={set(field.name)}
              />
            );
          })}
        </>
      )}
    </Faces>
  );
}

/** The values of a parameter that may be given several times. */
export function chosenOf(value: ParameterValues[string] | undefined): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

function isEmpty({ categories, departments }: Catalogue): boolean {
  return categories.length === 0 && departments.length === 0;
}

function optionsOf({ categories, departments }: Catalogue): Readonly<Record<string, readonly Option[]>> {
  return {
    category: categories.map(({ code, group, zh }) => ({ value: code, words: `${zh} · ${group}` })),
    department: departments.map(({ code, name }) => ({ value: code, words: name })),
  };
}
