/** The list of keys, in a dialog. */

import { useEffect, useRef } from "preact/hooks";
import { type Key, t } from "../i18n";
import { useLive } from "./state";

const KEYS: readonly (readonly [keys: string, what: Key])[] = [
  ["/", "keys.search"],
  ["G", "keys.grid"],
  ["L", "keys.layers"],
  ["+ −", "keys.zoom"],
  ["← ↑ → ↓", "keys.pan"],
  ["Enter", "keys.pick"],
  ["F", "keys.follow"],
  ["Space", "keys.play"],
  ["← →  ⇧", "keys.step"],
  ["[ ]", "keys.speed"],
  ["L", "keys.live"],
  ["Esc", "keys.escape"],
  ["?", "keys.help"],
];

export function KeysHelp() {
  const live = useLive();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    button.current?.focus();
    return () => (before instanceof HTMLElement ? before.focus() : undefined);
  }, []);
  const close = () => {
    live.keysOpen.value = false;
  };
  // The one button is all there is to focus: Tab stays on it while the dialog is open.
  const hold = (event: KeyboardEvent) => {
    if (event.key === "Tab") event.preventDefault();
  };
  return (
    <div class="veil">
      <div class="dialog" role="dialog" aria-modal="true" aria-labelledby="keys-title" onKeyDown={hold}>
        <h2 id="keys-title">{t("keys.title")}</h2>
        <dl class="keys">
          {KEYS.map(([keys, what]) => (
            <div key={what}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{t(what)}</dd>
            </div>
          ))}
        </dl>
        <button type="button" ref={button} class="button primary" onClick={close}>
          {t("keys.close")}
        </button>
      </div>
    </div>
  );
}
