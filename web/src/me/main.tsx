/** The page of the watched. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "./me.css";
import "../ui/steering";
import { render } from "preact";
import { MyPage } from "./page";

render(<MyPage />, document.getElementById("page") as HTMLElement);
// another link of the same page is another person's, or one with the app's secret
window.addEventListener("hashchange", () => window.location.reload());
