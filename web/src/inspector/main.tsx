/** The inspector's page: what was patrolled, what was not, and what nobody can know. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "../ui/styles/map.css";
import "../ui/styles/panel.css";
import "./inspector.css";
import "../ui/steering";
import { useEffect, useState } from "preact/hooks";
import { language } from "../i18n";
import { type Opening, openWithLayers } from "../ui/session-opening";
import { followAddress, readLink } from "./address";
import { InspectorPage } from "./page";
import { createInspector, InspectorProvider } from "./state";

function Opened({ session, layers }: Opening) {
  const [inspector] = useState(() => {
    const link = readLink(window.location.hash);
    if (link.language) language.value = link.language;
    return createInspector(session, new Date(), link);
  });
  useEffect(() => followAddress(inspector), [inspector]);
  return (
    <InspectorProvider value={inspector}>
      <InspectorPage layers={layers} />
    </InspectorProvider>
  );
}

openWithLayers((known) => <Opened {...known} />);
