/** Where the draft may go next: a menu of the steps that are open to whoever is signed in, and the papers. */

import { ChevronDown } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { approvalAddress } from "../api/drafts";
import { t } from "../i18n";
import { sendOn, type Way, waysOn } from "./drafts";
import { EXPORTS, usePlanner } from "./state";

export function Workflow() {
  const planner = usePlanner();
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    setAsked(false);
    const leave = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
    };
  }, [open]);
  const ways = waysOn(planner);
  if (ways.length === 0 && planner.draft.value?.status !== "published") return null;
  const take = (way: Way) => {
    if (way === "withdraw" && !asked) return setAsked(true);
    setOpen(false);
    if (way === "publish" || way === "consult" || way === "announce") planner.dialog.value = way;
    else void sendOn(planner, way);
  };
  const look = () => {
    setOpen(false);
    planner.dialog.value = "standing";
  };
  const close = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    setOpen(false);
    menu.current?.querySelector("button")?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape from any part of the menu closes it
    <div ref={menu} class="account" onKeyDown={close}>
      <button type="button" class="button primary" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("plan.workflow")}
        <ChevronDown size={16} aria-hidden="true" />
      </button>
      {open && (
        <div class="account-card plan-ways">
          {ways.map((way) => (
            <button key={way} type="button" class="button" onClick={() => take(way)}>
              {way === "withdraw" && asked ? t("plan.withdraw_sure") : t(`plan.way_${way}`)}
            </button>
          ))}
          <button type="button" class="button" onClick={look}>
            {t("plan.standing")}
          </button>
          <Papers />
        </div>
      )}
    </div>
  );
}

/** The file that is signed, for those who may take geometry out. */
function Papers() {
  const { draft, session } = usePlanner();
  if (draft.value === null || !session.permissions.includes(EXPORTS)) return null;
  const { id } = draft.value;
  return (
    <>
      <a class="button" href={approvalAddress(id, "docx")} download>
        {t("plan.approval_docx")}
      </a>
      <a class="button" href={approvalAddress(id, "pdf")} download>
        {t("plan.approval_pdf")}
      </a>
    </>
  );
}
