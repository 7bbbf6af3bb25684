/** The page of the console: handing over, and the log of the last day to print. */

import "../ui/styles/base.css";
import "../ui/styles/parts.css";
import "../ui/styles/frame.css";
import "./console.css";
import "../ui/steering";
import { openForSession } from "../ui/session-opening";
import { ConsolePage } from "./page";

openForSession((session) => <ConsolePage session={session} />);
