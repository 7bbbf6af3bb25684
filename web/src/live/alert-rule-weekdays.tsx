/** The weekdays on which a rule rings; at least one stays chosen. */

import { t } from "../i18n";

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

type Props = { readonly chosen: readonly number[]; set(weekdays: readonly number[]): void };

export function Weekdays({ chosen, set }: Props) {
  const toggle = (day: number) => {
    const others = chosen.filter((one) => one !== day);
    const next = others.length < chosen.length ? others : [...others, day].sort();
    if (next.length > 0) set(next);
  };
  return (
    <fieldset class="rule-weekdays">
      <legend>{t("rules.weekdays")}</legend>
      {DAYS.map((day) => (
        <button key={day} type="button" aria-pressed={chosen.includes(day)} onClick={() => toggle(day)}>
          {t(`weekday.${day}`)}
        </button>
      ))}
    </fieldset>
  );
}
