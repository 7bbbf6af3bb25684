/** The pages there are, and the switches for language and appearance. */

import { Keyboard, RadioTower } from "lucide-preact";
import { t } from "../i18n";
import { LanguageSwitch, ThemeSwitch } from "../ui/switches";
import { useLive } from "./state";

export function Rail() {
  const live = useLive();
  const openKeys = () => {
    live.keysOpen.value = true;
  };
  return (
    <nav class="rail" aria-label={t("rail.pages")}>
      <a class="rail-page" href="/" aria-current="page">
        <RadioTower size={20} aria-hidden="true" />
        {t("app.live")}
      </a>
      <span class="rail-gap" />
      <button
        type="button"
        class="rail-button"
        title={t("rail.keys")}
        aria-label={t("rail.keys")}
        onClick={openKeys}
      >
        <Keyboard size={20} aria-hidden="true" />
      </button>
      <LanguageSwitch />
      <ThemeSwitch />
    </nav>
  );
}
