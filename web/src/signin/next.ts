/** Where to go after signing in. */

/** The address asked for when it is a path of this origin, else the live page. */
export function nextAddress(search: string, origin: string): string {
  const wanted = new URLSearchParams(search).get("next") ?? "/";
  try {
    const address = new URL(wanted, origin);
    const here = wanted.startsWith("/") && address.origin === origin && address.pathname !== "/signin";
    return here ? address.pathname + address.search + address.hash : "/";
  } catch {
    return "/";
  }
}
