/** A button that copies, and says whether it did. */

import { useState } from "preact/hooks";
import { t } from "../i18n";
import { copyText } from "../ui/copy";

type Props = { readonly words: string; readonly text: string; readonly primary?: boolean };

export function CopyButton({ words, text, primary }: Props) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    setSaid((await copyText(text)) ? t("me.copied") : t("here.copy_failed"));
  };
  return (
    <span class="copying">
      <button type="button" class={primary ? "button primary" : "button"} onClick={copy}>
        {words}
      </button>
      <span role="status" class="muted">
        {said}
      </span>
    </span>
  );
}
