/** The first-run page. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "./setup.css";
import "../ui/steering";
import { render } from "preact";
import { SetUp } from "./page";

render(<SetUp />, document.getElementById("page") as HTMLElement);
