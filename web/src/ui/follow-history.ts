/** Keeps the address bar in step with a page: a lasting change makes an entry to go back to, others replace it. */

import { effect } from "@preact/signals";

/** Browsers stop listening to a page that writes its address at every step of a drag. */
const REST_MS = 200;

export type Followed<L> = {
  /** What the page shows now; signals that it reads are followed. */
  now(): L;
  write(link: L): string;
  /** The part of it that is a step to go back to. */
  lasting(link: L): string;
  read(hash: string): L;
  apply(link: L): void;
};

/** Start following; returns what stops it. */
export function followHistory<L>({ now, write, lasting, read, apply }: Followed<L>): () => void {
  let former = lasting(now());
  let resting = 0;
  const stop = effect(() => {
    const link = now();
    const hash = `#${write(link)}`;
    const next = lasting(link);
    clearTimeout(resting);
    if (hash === window.location.hash) return;
    if (next === former)
      resting = window.setTimeout(() => window.history.replaceState(null, "", hash), REST_MS);
    else window.history.pushState(null, "", hash);
    former = next;
  });
  const goBack = () => {
    clearTimeout(resting);
    const link = read(window.location.hash);
    former = lasting(link);
    apply(link);
  };
  window.addEventListener("popstate", goBack);
  return () => {
    clearTimeout(resting);
    stop();
    window.removeEventListener("popstate", goBack);
  };
}
