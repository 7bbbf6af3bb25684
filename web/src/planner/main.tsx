/** The planner's page: ask who is here and which layers there are, then show the frame. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "../ui/styles/map.css";
import "../ui/styles/panel.css";
import "./planner.css";
import "./panel.css";
import "./weighing.css";
import "../ui/steering";
import { useEffect, useState } from "preact/hooks";
import { language } from "../i18n";
import { type Opening, openWithLayers } from "../ui/session-opening";
import { followAddress, readLink } from "./address";
import { Page } from "./page";
import { createPlanner, PlannerProvider } from "./state";

function Opened({ session, layers }: Opening) {
  const [planner] = useState(() => {
    const link = readLink(window.location.hash);
    if (link.language) language.value = link.language;
    return createPlanner(session, layers, link);
  });
  useEffect(() => followAddress(planner), [planner]);
  return (
    <PlannerProvider value={planner}>
      <Page />
    </PlannerProvider>
  );
}

openWithLayers(({ session, layers }) => (
  <Opened key={session.account.name} session={session} layers={layers} />
));
