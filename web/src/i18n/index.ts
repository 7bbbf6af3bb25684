/** Words in the chosen language; components that read them are drawn again when it changes. */

import { effect, signal } from "@preact/signals";
import i18next from "i18next";
import type { Text } from "../api/types";
import en from "./en.json";
import zh from "./zh.json";

export type Language = "zh" | "en";
export type Key = WithoutPlural<keyof typeof zh>;
type WithoutPlural<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

const STORED = "wangge.language";

export const language = signal<Language>(localStorage.getItem(STORED) === "en" ? "en" : "zh");

i18next.init({
  lng: language.value,
  resources: { zh: { translation: zh }, en: { translation: en } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});

effect(() => {
  void i18next.changeLanguage(language.value);
  localStorage.setItem(STORED, language.value);
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
});

/** The words for `key`; values are put in as plain text, the page escapes when it draws. */
export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return i18next.t(key, { ...values, lng: language.value });
}

/** The words for a code of the service's, such as a role; one without words stands as it is. */
export function named(what: "place" | "role" | "log" | "flag" | "post", code: string): string {
  const key = `${what}.${code}`;
  return i18next.exists(key) ? t(key as Key) : code;
}

/** The half of a two-language text that is wanted. */
export function pick(text: Text): string {
  return text[language.value];
}

export function otherLanguage(): Language {
  return language.value === "zh" ? "en" : "zh";
}
