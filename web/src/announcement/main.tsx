/** A draft of the boundaries on show: open to everybody who has the link. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "./announcement.css";
import "../ui/steering";
import { render } from "preact";
import { AnnouncementPage } from "./page";

render(<AnnouncementPage />, document.getElementById("page") as HTMLElement);
// another link of the same page shows another draft
window.addEventListener("hashchange", () => window.location.reload());
