/** How a page of the signed-in begins: ask who is here, show it, and lead whose session is over to sign in. */

import { type ComponentChildren, render } from "preact";
import { getLayers, getSession } from "../api/calls";
import { SIGNED_OUT } from "../api/client";
import type { Layer } from "../api/layer";
import type { Session } from "../api/types";
import { Faces } from "./faces";
import { useResource } from "./resource";

export type Opening = { readonly session: Session; readonly layers: readonly Layer[] };

/** Show a page to whoever is here. */
export function openForSession(page: (session: Session) => ComponentChildren): void {
  open(() => getSession(), page);
}

/** Show a page with a map: it needs the layers too. */
export function openWithLayers(page: (opening: Opening) => ComponentChildren): void {
  const both = async () => {
    const [session, { layers }] = await Promise.all([getSession(), getLayers()]);
    return { session, layers };
  };
  open(both, page);
}

function open<T>(ask: () => Promise<T>, page: (known: T) => ComponentChildren): void {
  function Opened() {
    const opening = useResource<T>("opening", ask);
    return <Faces of={opening}>{(known) => <>{page(known)}</>}</Faces>;
  }
  window.addEventListener(SIGNED_OUT, leadToSignIn);
  render(<Opened />, document.getElementById("page") as HTMLElement);
}

/** From the sign-in page one comes back to this very address. */
function leadToSignIn(): void {
  const { pathname, search, hash } = window.location;
  window.location.replace(`/signin?next=${encodeURIComponent(pathname + search + hash)}`);
}
