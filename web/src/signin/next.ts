/** Where to go after signing in. */

/**
 * The address asked for when it is a path of this origin, else the live page.
 * The whole address is returned: a path alone may begin with //, which browsers take for another host.
 */
export function nextAddress(search: string, origin: string): string {
  const home = `${origin}/`;
  const wanted = new URLSearchParams(search).get("next") ?? "/";
  try {
    const address = new URL(wanted, origin);
    const here = wanted.startsWith("/") && address.origin === origin && address.pathname !== "/signin";
    return here ? address.href : home;
  } catch {
    return home;
  }
}
