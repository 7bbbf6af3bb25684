/** What waits to be taken over, what to hand over, what was handed over before, and the log. */

import { Printer } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { getHandovers } from "../api/console";
import type { Session } from "../api/types";
import { language, t } from "../i18n";
import { now } from "../time/now";
import { clock, exact } from "../time/town-time";
import { AccountMenu } from "../ui/account-menu";
import { Announcer } from "../ui/announce";
import { Faces } from "../ui/faces";
import { Rail } from "../ui/rail";
import { useResource } from "../ui/resource";
import { BeforePart } from "./before-part";
import { GivingPart } from "./giving-part";
import { LogPart } from "./log-part";
import { TakingPart } from "./taking-part";

export function ConsolePage({ session }: { readonly session: Session }) {
  const zone = session.town.time_zone;
  const read = useResource("handovers", getHandovers);
  const town = language.value === "zh" ? session.town.name : session.town.name_en;
  const title = `${t("app.console")} · ${town}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="frame console-frame">
      <Rail session={session} here="console" />
      <header class="top">
        <h1 class="console-title">{title}</h1>
        {session.town.made_up && <span class="badge">{t("app.made_up")}</span>}
        <button type="button" class="button" onClick={() => window.print()}>
          <Printer size={16} aria-hidden="true" /> {t("console.print")}
        </button>
        <time class="clock">{clock(now.value, zone)}</time>
        <AccountMenu account={session.account} />
      </header>
      <main class="stage console-stage">
        <p class="console-printed">
          {title} · {exact(now.value, zone)} · {session.account.name}
        </p>
        <Faces of={read}>
          {(known) => {
            const waiting = known.rows.find(({ taken_by }) => taken_by === null);
            const theirs = waiting !== undefined && waiting.given_by !== known.me;
            return (
              <div class="console-parts">
                {theirs ? (
                  <TakingPart waiting={waiting} zone={zone} again={read.again} />
                ) : (
                  <GivingPart known={known} zone={zone} again={read.again} />
                )}
                <BeforePart rows={known.rows} zone={zone} />
              </div>
            );
          }}
        </Faces>
        <LogPart zone={zone} />
      </main>
      <Announcer />
    </div>
  );
}
