/** What each maker's phones must be told so that the app is not put to sleep, and which phones cannot. */

import { t } from "../i18n";

const BRANDS = ["huawei", "xiaomi", "oppo", "vivo", "samsung", "iphone", "rest"] as const;

export function Brands() {
  return (
    <div class="brands">
      <h3>{t("me.brands")}</h3>
      <p class="muted">{t("me.brands_hint")}</p>
      {BRANDS.map((brand) => (
        <details key={brand}>
          <summary>{t(`me.brand_${brand}`)}</summary>
          <Steps words={t(`me.steps_${brand}`)} />
        </details>
      ))}
      <details>
        <summary>{t("me.no_google")}</summary>
        <Steps words={t("me.no_google_steps")} />
      </details>
      <details>
        <summary>{t("me.cannot")}</summary>
        <Steps words={t("me.cannot_steps")} />
      </details>
    </div>
  );
}

function Steps({ words }: { readonly words: string }) {
  return (
    <ol class="numbered">
      {words.split("\n").map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
