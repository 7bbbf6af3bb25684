/** The two switches that every page has: language and appearance. */

import { Languages, Monitor, Moon, Sun } from "lucide-preact";
import { language, otherLanguage, t } from "../i18n";
import { nextTheme, themeChoice } from "./theme";

const THEME_ICONS = { light: Sun, dark: Moon, system: Monitor } as const;

export function LanguageSwitch() {
  const switchOver = () => {
    language.value = otherLanguage();
  };
  return (
    <button type="button" class="rail-button" title={t("rail.language")} onClick={switchOver}>
      <Languages size={20} aria-hidden="true" />
      <span class="heard">{t("rail.language")}</span>
      <span aria-hidden="true">{t("rail.language_short")}</span>
    </button>
  );
}

export function ThemeSwitch() {
  const Icon = THEME_ICONS[themeChoice.value];
  const label = t("rail.theme", { theme: t(`theme.${themeChoice.value}`) });
  return (
    <button type="button" class="rail-button" title={label} aria-label={label} onClick={nextTheme}>
      <Icon size={20} aria-hidden="true" />
    </button>
  );
}
