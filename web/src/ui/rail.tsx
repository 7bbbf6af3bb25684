/** The pages there are for whoever is signed in, and the switches for language and appearance. */

import { CalendarDays, ClipboardCheck, Keyboard, PencilRuler, Radar, RadioTower } from "lucide-preact";
import type { Session } from "../api/types";
import { t } from "../i18n";
import { LanguageSwitch, ThemeSwitch } from "./switches";

/** A page opens to those who hold its permission; null for everybody who is signed in. */
const PAGES = [
  { name: "live", words: "app.live", address: "/", Icon: RadioTower, needs: null },
  { name: "planner", words: "app.planner", address: "/planner", Icon: PencilRuler, needs: "boundary.read" },
  { name: "inspector", words: "app.inspector", address: "/inspector", Icon: Radar, needs: "coverage.read" },
  { name: "console", words: "app.console", address: "/console", Icon: ClipboardCheck, needs: "duty.manage" },
  { name: "roster", words: "app.roster", address: "/roster", Icon: CalendarDays, needs: "duty.manage" },
] as const;

type Props = {
  readonly session: Session;
  readonly here: (typeof PAGES)[number]["name"];
  /** Left out where a page has no keys of its own. */
  readonly openKeys?: () => void;
};

export function Rail({ session, here, openKeys }: Props) {
  const open = PAGES.filter(({ needs }) => needs === null || session.permissions.includes(needs));
  return (
    <nav class="rail" aria-label={t("rail.pages")}>
      {open.map(({ name, words, address, Icon }) => (
        <a key={name} class="rail-page" href={address} aria-current={name === here ? "page" : undefined}>
          <Icon size={20} aria-hidden="true" />
          {t(words)}
        </a>
      ))}
      <span class="rail-gap" />
      {openKeys && (
        <button
          type="button"
          class="rail-button rail-keys"
          title={t("rail.keys")}
          aria-label={t("rail.keys")}
          onClick={openKeys}
        >
          <Keyboard size={20} aria-hidden="true" />
        </button>
      )}
      <LanguageSwitch />
      <ThemeSwitch />
    </nav>
  );
}
