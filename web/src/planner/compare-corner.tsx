/** How the edition in force is compared with the draft: lying under it, or side by side with a line to move. */

import { t } from "../i18n";
import { usePlanner } from "./state";

const MIDDLE = 0.5;

export function CompareCorner() {
  const { compare, draft, swipe } = usePlanner();
  if (draft.value === null || !compare.value) return null;
  const set = (share: number | null) => {
    swipe.value = share;
  };
  const beside = swipe.value !== null;
  return (
    <>
      <fieldset class="compare-corner">
        <legend class="heard">{t("plan.compare")}</legend>
        <button type="button" aria-pressed={!beside} onClick={() => set(null)}>
          {t("plan.compare_under")}
        </button>
        <button type="button" aria-pressed={beside} onClick={() => set(MIDDLE)}>
          {t("plan.compare_beside")}
        </button>
        {beside && (
          <label>
            <span>{t("plan.compare_sides")}</span>
            <input
              type="range"
              min={0}
              max={1}
              step={0.01}
              value={swipe.value ?? MIDDLE}
              onInput={(event) => set(Number(event.currentTarget.value))}
            />
          </label>
        )}
      </fieldset>
      {beside && <div class="swipe-line" style={{ left: `${100 * (swipe.value ?? MIDDLE)}%` }} />}
    </>
  );
}
