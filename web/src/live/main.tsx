/** The live page: ask who is here and which layers there are, then show the frame. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "../ui/styles/map.css";
import "../ui/styles/panel.css";
import "./map.css";
import "./panel.css";
import "./alerts.css";
import "../ui/steering";
import { useEffect, useState } from "preact/hooks";
import { language } from "../i18n";
import { type Opening, openWithLayers } from "../ui/session-opening";
import { followAddress } from "./address";
import { Page } from "./page";
import { readLink } from "./permalink";
import { createLive, LiveProvider } from "./state";

function Opened({ session, layers }: Opening) {
  const [live] = useState(() => {
    const link = readLink(window.location.hash, layers);
    if (link.language) language.value = link.language;
    return createLive(session, layers, link);
  });
  useEffect(() => followAddress(live), [live]);
  return (
    <LiveProvider value={live}>
      <Page />
    </LiveProvider>
  );
}

openWithLayers(({ session, layers }) => (
  <Opened key={session.account.name} session={session} layers={layers} />
));
