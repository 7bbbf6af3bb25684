/** Short sentences for people who hear the page; spoken politely, one after another. */

import { signal } from "@preact/signals";

const sentence = signal("");

export function announce(words: string): void {
  sentence.value = words;
}

export function Announcer() {
  return (
    <div class="heard" role="status" aria-live="polite">
      {sentence}
    </div>
  );
}
