/** The sign-in page. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "./signin.css";
import "../ui/steering";
import { render } from "preact";
import { SignIn } from "./form";

render(<SignIn />, document.getElementById("page") as HTMLElement);
