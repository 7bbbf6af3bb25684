/** How to get out of WeChat's own browser, which opens no apps and saves no files. */

import { t } from "../i18n";
import { CopyButton } from "./copy-button";

export function WeChatBar() {
  return (
    <section class="part wechat" aria-label={t("me.wechat_title")}>
      <h2>{t("me.wechat_title")}</h2>
      <p>{t("me.wechat")}</p>
      <CopyButton words={t("me.copy_link")} text={window.location.href} />
    </section>
  );
}
