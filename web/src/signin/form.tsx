/** Name and password, and what went wrong with them. */

import { useEffect, useRef, useState } from "preact/hooks";
import { signIn } from "../api/calls";
import { Problem, UNREACHED } from "../api/client";
import { t } from "../i18n";
import { LanguageSwitch, ThemeSwitch } from "../ui/switches";
import { nextAddress } from "./next";

export function SignIn() {
  const title = t("signin.title");
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title]);
  return (
    <main class="signin">
      <div class="signin-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <h1>{t("app.name")}</h1>
      <Form />
    </main>
  );
}

function Form() {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<(() => string) | null>(null);
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const refuse = (words: () => string) => {
    setBusy(false);
    setFault(() => words);
    (name.current?.value ? password : name).current?.focus();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const account = name.current?.value.trim() ?? "";
    const secret = password.current?.value ?? "";
    if (account === "" || secret === "") return refuse(() => t("signin.empty"));
    setBusy(true);
    setFault(null);
    try {
      await signIn(account, secret);
      window.location.replace(nextAddress(window.location.search, window.location.origin));
    } catch (reason) {
      refuse(() => faultOf(reason));
    }
  };
  const described = fault ? { "aria-describedby": "signin-fault", "aria-invalid": true } : {};
  return (
    <form onSubmit={submit} noValidate>
      <label for="signin-name">{t("signin.name")}</label>
      <input
        id="signin-name"
        ref={name}
        autocomplete="username"
        autocapitalize="none"
        required
        {...described}
      />
      <label for="signin-password">{t("signin.password")}</label>
      <input
        id="signin-password"
        ref={password}
        type="password"
        autocomplete="current-password"
        required
        {...described}
      />
      <p id="signin-fault" class="fault" role="alert">
        {fault?.()}
      </p>
      <button type="submit" class="button primary" disabled={busy}>
        {busy ? t("signin.busy") : t("signin.submit")}
      </button>
    </form>
  );
}

/** The sentence for a refused sign-in. */
export function faultOf(reason: unknown): string {
  if (!(reason instanceof Problem)) return t("signin.failed", { detail: String(reason) });
  if (reason.status === 401 || reason.status === 422) return t("signin.wrong");
  if (reason.status === 429) return t("signin.many", { wait: waitWords(reason.retryAfterS ?? 60) });
  if (reason.status === UNREACHED || reason.status === 503) return t("signin.away");
  return t("signin.failed", { detail: reason.detail });
}

function waitWords(seconds: number): string {
  return seconds < 100
    ? t("time.seconds", { count: seconds })
    : t("time.minutes", { count: Math.ceil(seconds / 60) });
}
