/** Lengths and areas as people read them. */

import { t } from "../i18n";

/** 350 m below a kilometre, 2.4 km from there on. */
export function distance(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
}

const M2_PER_MU = 2000 / 3;
const M2_PER_HECTARE = 10_000;

/** 850 m² below a hectare, then hectares, from a hundred of them on square kilometres. */
export function area(m2: number): string {
  if (m2 < M2_PER_HECTARE) return `${Math.round(m2)} m²`;
  if (m2 < 100 * M2_PER_HECTARE) return t("plan.area_hectares", { area: (m2 / M2_PER_HECTARE).toFixed(2) });
  return `${(m2 / 1e6).toFixed(2)} km²`;
}

/** In mu, as land is reckoned in the country. */
export function mu(m2: number): string {
  return t("plan.area_mu", { area: (m2 / M2_PER_MU).toFixed(1) });
}
