/** The roster page: people by days of a month, for those who keep it. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "../ui/styles/panel.css";
import "./roster.css";
import "../ui/steering";
import { render } from "preact";
import { useState } from "preact/hooks";
import { getSession } from "../api/calls";
import { SIGNED_OUT } from "../api/client";
import type { Session } from "../api/types";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { RosterPage } from "./page";
import { createRoster, RosterProvider } from "./state";

function Opened({ session }: { readonly session: Session }) {
  const [roster] = useState(() => createRoster(session, new Date()));
  return (
    <RosterProvider value={roster}>
      <RosterPage />
    </RosterProvider>
  );
}

function Opening() {
  const session = useResource<Session>("session", () => getSession());
  return <Faces of={session}>{(known) => <Opened session={known} />}</Faces>;
}

window.addEventListener(SIGNED_OUT, () => {
  window.location.replace(`/signin?next=${encodeURIComponent(window.location.pathname)}`);
});

render(<Opening />, document.getElementById("page") as HTMLElement);
