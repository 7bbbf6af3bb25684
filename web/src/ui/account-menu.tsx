/** Who is signed in, in which roles, and the way out. */

import { CircleUser, LogOut } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { signOut } from "../api/calls";
import type { Session } from "../api/types";
import { named, t } from "../i18n";

export function AccountMenu({ account }: Pick<Session, "account">) {
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
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
  const close = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    setOpen(false);
    menu.current?.querySelector("button")?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape from any part of the menu closes it
    <div ref={menu} class="account" onKeyDown={close}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <CircleUser size={20} aria-hidden="true" />
        <span class="heard">{t("account.menu")}</span>
        <span class="account-title">{account.title || account.name}</span>
      </button>
      {open && (
        <div class="account-card">
          <p>{account.name}</p>
          <p class="muted">
            {t("account.roles")} {account.roles.map((role) => named("role", role)).join(t("account.and"))}
          </p>
          <button type="button" class="button" onClick={leavePage}>
            <LogOut size={16} aria-hidden="true" />
            {t("account.sign_out")}
          </button>
        </div>
      )}
    </div>
  );
}

async function leavePage(): Promise<void> {
  await signOut().catch(() => undefined);
  window.location.assign("/signin");
}
