/** The roster page: people by days of a month, for those who keep it. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "../ui/styles/panel.css";
import "./roster.css";
import "../ui/steering";
import { useState } from "preact/hooks";
import type { Session } from "../api/types";
import { openForSession } from "../ui/session-opening";
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

openForSession((session) => <Opened session={session} />);
