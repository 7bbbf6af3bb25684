/** What was read from the outline's file: a picture of it, its area, and in which reference it came. */

import type { ReadOutline } from "../api/setup";
import { language, t } from "../i18n";
import { pictureOf } from "./outline-file";

const DOTS = 160;

export function OutlineFacts({ outline }: { readonly outline: ReadOutline }) {
  const { width, height, path } = pictureOf(outline, DOTS);
  const remarks = outline.remarks.map(([zh, en]) => (language.value === "zh" ? zh : en));
  return (
    <div class="outline-facts">
      <svg
        viewBox={`-2 -2 ${width + 4} ${height + 4}`}
        width={width + 4}
        height={height + 4}
        role="img"
        aria-label={t("setup.outline")}
      >
        <path d={path} fill-rule="evenodd" />
      </svg>
      <ul>
        <li>{t("setup.area", { km2: (outline.area_m2 / 1e6).toFixed(2) })}</li>
        <li>{t("setup.areas", { count: outline.areas })}</li>
        <li>{t("setup.reference", { reference: outline.reference })}</li>
        <li>
          {t("setup.middle", { middle: outline.middle.map((degrees) => degrees.toFixed(4)).join(", ") })}
        </li>
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </div>
  );
}
