/** The set-up code that the console printed, at hand for whatever asks the service. */

import { createContext } from "preact";

export const Code = createContext("");
