/** The inspector's page: what was patrolled, what was not, and what nobody can know. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "../ui/styles/map.css";
import "../ui/styles/panel.css";
import "./inspector.css";
import "../ui/steering";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { getLayers, getSession } from "../api/calls";
import { SIGNED_OUT } from "../api/client";
import type { Layer } from "../api/layer";
import type { Session } from "../api/types";
import { language } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { followAddress, readLink } from "./address";
import { InspectorPage } from "./page";
import { createInspector, InspectorProvider } from "./state";

type Opening = { readonly session: Session; readonly layers: readonly Layer[] };

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

function Opening() {
  const opening = useResource<Opening>("opening", async () => {
    const [session, { layers }] = await Promise.all([getSession(), getLayers()]);
    return { session, layers };
  });
  return <Faces of={opening}>{(known) => <Opened {...known} />}</Faces>;
}

/** A session that is over leads to the sign-in page, and from there back to this very address. */
window.addEventListener(SIGNED_OUT, () => {
  const { pathname, search, hash } = window.location;
  window.location.replace(`/signin?next=${encodeURIComponent(pathname + search + hash)}`);
});

render(<Opening />, document.getElementById("page") as HTMLElement);
