/** The page of the console: handing over, and the log of the last day to print. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "./console.css";
import "../ui/steering";
import { render } from "preact";
import { getSession } from "../api/calls";
import { SIGNED_OUT } from "../api/client";
import type { Session } from "../api/types";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { ConsolePage } from "./page";

function Opening() {
  const session = useResource<Session>("session", () => getSession());
  return <Faces of={session}>{(known) => <ConsolePage session={known} />}</Faces>;
}

window.addEventListener(SIGNED_OUT, () => {
  window.location.replace(`/signin?next=${encodeURIComponent(window.location.pathname)}`);
});

render(<Opening />, document.getElementById("page") as HTMLElement);
