/** Choosing several of a few (buttons) or of many (a list to search). */

import { useState } from "preact/hooks";
import { t } from "../i18n";

export type Option = { readonly value: string; readonly words: string };

type Props = {
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  set(chosen: readonly string[]): void;
};

export function ChoiceButtons({ title, options, chosen, set }: Props) {
  return (
    <fieldset class="parameter">
      <legend>{title}</legend>
      <div class="choice-buttons">
        {options.map(({ value, words }) => (
          <button
            key={value}
            type="button"
            aria-pressed={chosen.includes(value)}
            onClick={() => set(toggled(chosen, value))}
          >
            {words}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

const MOST_SHOWN = 60;

/** Chosen ones come first and stay in sight whatever is searched for. */
export function ChoiceList({ title, options, chosen, set }: Props) {
  const [wanted, setWanted] = useState("");
  const { shown, more } = offered(options, chosen, wanted);
  const label = t("parameter.find", { what: title });
  return (
    <fieldset class="parameter">
      <legend>
        {title}{" "}
        {chosen.length > 0 && <span class="muted">{t("parameter.chosen", { count: chosen.length })}</span>}
      </legend>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={wanted}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <div class="choice-list">
        {shown.length === 0 && <p class="muted">{t("parameter.nothing")}</p>}
        {shown.map(({ value, words }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => set(toggled(chosen, value))}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
      {more > 0 && <p class="muted">{t("parameter.more", { count: more })}</p>}
    </fieldset>
  );
}

/** What the list offers for a search: the chosen, then what fits, up to a number one can look through. */
export function offered(options: readonly Option[], chosen: readonly string[], wanted: string) {
  const picked = options.filter(({ value }) => chosen.includes(value));
  const fitting = options.filter(
    ({ value, words }) =>
      !chosen.includes(value) && words.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return {
    shown: [...picked, ...fitting.slice(0, MOST_SHOWN)],
    more: Math.max(0, fitting.length - MOST_SHOWN),
  };
}

function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
}
