/** Where the town puts people in order of their figures, everybody is told. */

import { t } from "../i18n";

export function RankedPart({ ranked }: { readonly ranked: boolean }) {
  return ranked ? <p class="part">{t("me.ranked")}</p> : null;
}
