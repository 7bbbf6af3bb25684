/** The link of one's own page: its secret, and behind a dot that of the phone's app, if it is told. */

export type Link = { readonly page: string; readonly token: string };

export function linkOf(hash: string): Link {
  const [page = "", token = ""] = hash.replace(/^#/, "").split(".");
  return { page, token };
}

/** WeChat's own browser opens no apps and saves no files. */
export function isWeChat(userAgent: string): boolean {
  return /MicroMessenger/i.test(userAgent);
}
