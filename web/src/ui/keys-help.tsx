/** The list of a page's keys, in a dialog. */

import { type Key, t } from "../i18n";
import { Dialog } from "./dialog";

type Props = { readonly keys: readonly (readonly [keys: string, what: Key])[]; close(): void };

export function KeysHelp({ keys, close }: Props) {
  return (
    <Dialog id="keys" title={t("keys.title")} close={close}>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div key={what}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button primary" onClick={close}>
        {t("keys.close")}
      </button>
    </Dialog>
  );
}
