/** The one clock of a page, a tick a second. */

import { signal } from "@preact/signals";

export const now = signal(new Date());

setInterval(() => {
  now.value = new Date();
}, 1000);
