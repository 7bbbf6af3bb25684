/** Search, the town's clock, the mark of made-up data, the account. */

import { t } from "../i18n";
import { now } from "../time/now";
import { clock, exact } from "../time/town-time";
import { AccountMenu } from "../ui/account-menu";
import { Search } from "./search";
import { useLive } from "./state";

export function TopBar() {
  const { town, session } = useLive();
  return (
    <header class="top">
      <Search />
      {town.made_up && (
        <span class="badge" title={t("app.made_up_why")}>
          {t("app.made_up")}
        </span>
      )}
      <TownClock />
      <AccountMenu account={session.account} />
    </header>
  );
}

function TownClock() {
  const { time_zone } = useLive().town;
  return (
    <time class="clock" title={`${t("clock.town")} ${exact(now.value, time_zone)}`}>
      {clock(now.value, time_zone)}
    </time>
  );
}
