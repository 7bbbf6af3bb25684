/** Folds the side panel away, and the sheet of small screens down. */

import type { Signal } from "@preact/signals";
import { ChevronDown, ChevronRight } from "lucide-preact";
import { t } from "../i18n";

export function FoldButton({ open }: { readonly open: Signal<boolean> }) {
  const label = open.value ? t("panel.fold") : t("panel.unfold");
  const fold = () => {
    open.value = !open.value;
  };
  return (
    <button
      type="button"
      class="fold"
      title={label}
      aria-label={label}
      aria-expanded={open.value}
      onClick={fold}
    >
      <ChevronRight class="fold-side" size={20} aria-hidden="true" />
      <ChevronDown class="fold-down" size={20} aria-hidden="true" />
    </button>
  );
}
