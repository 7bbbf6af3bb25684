/** One's own page, from what matters most to what is rarely looked at. */

import { useEffect } from "preact/hooks";
import type { Me } from "../api/me";
import { language, t } from "../i18n";
import { Announcer } from "../ui/announce";
import { Failed, Skeleton } from "../ui/faces";
import { LanguageSwitch, ThemeSwitch } from "../ui/switches";
import { AppPart } from "./app-part";
import { AskingPart } from "./asking-part";
import { BoundaryPart } from "./boundary-message";
import { DataPart } from "./data-part";
import { DayPart } from "./day-part";
import { isWeChat, linkOf } from "./link";
import { MessagePart } from "./message-part";
import { NoticePart } from "./notice-part";
import { RankedPart } from "./ranked-part";
import { ReadingsPart, RefusedPart } from "./record-parts";
import { RosterPart } from "./roster-part";
import { Sos } from "./sos";
import { Status } from "./status";
import { StillPart } from "./still-part";
import { OwnTracking } from "./tracking-part";
import { useMe } from "./use-me";
import { WeChatBar } from "./wechat-bar";

const SHUT = 401;
const LINK = linkOf(window.location.hash);
const IN_WECHAT = isWeChat(navigator.userAgent);

export function MyPage() {
  const title = t("me.title");
  const { me, problem, again } = useMe(LINK.page);
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title]);
  return (
    <main class="me">
      <div class="me-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <h1>{title}</h1>
      {IN_WECHAT && <WeChatBar />}
      {me && <Parts me={me} again={again} />}
      {!me && !problem && <Skeleton />}
      {!me && problem?.status === SHUT && <p class="part">{t("me.shut")}</p>}
      {problem && problem.status !== SHUT && <Failed problem={problem} again={again} />}
      <Announcer />
    </main>
  );
}

function Parts({ me, again }: { readonly me: Me; again(): Promise<void> }) {
  const zone = me.town.time_zone;
  const unread = me.notice.needed && !me.notice.current;
  const notice = <NoticePart me={me} again={again} />;
  return (
    <>
      <p class="muted">
        {language.value === "zh" ? me.town.name : me.town.name_en} · {me.person} · {me.number}
      </p>
      <StillPart zone={zone} />
      {unread && notice}
      <Status me={me} again={again} />
      <OwnTracking me={me} />
      <Sos zone={zone} />
      <MessagePart zone={zone} />
      <BoundaryPart />
      {LINK.token !== "" && <AppPart me={me} token={LINK.token} inWeChat={IN_WECHAT} />}
      <RosterPart zone={zone} />
      <DayPart zone={zone} />
      <RankedPart ranked={me.ranked} />
      <ReadingsPart zone={zone} />
      <RefusedPart zone={zone} />
      <AskingPart zone={zone} />
      <DataPart zone={zone} keeps={me.keeps} />
      {!unread && notice}
    </>
  );
}
