/** Light, dark, or as the system has it; remembered by the browser. */

import { computed, effect, signal } from "@preact/signals";

export type ThemeChoice = "light" | "dark" | "system";

const STORED = "wangge.theme";
const CHOICES: readonly ThemeChoice[] = ["system", "light", "dark"];

const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(systemIsDark.matches);
systemIsDark.addEventListener("change", (event) => {
  systemDark.value = event.matches;
});

export const themeChoice = signal<ThemeChoice>(stored());

export const theme = computed<"light" | "dark">(() => {
  if (themeChoice.value !== "system") return themeChoice.value;
  return systemDark.value ? "dark" : "light";
});

effect(() => {
  localStorage.setItem(STORED, themeChoice.value);
  document.documentElement.dataset.theme = theme.value;
});

/** Go on to the next choice, in a fixed round. */
export function nextTheme(): void {
  themeChoice.value = CHOICES[(CHOICES.indexOf(themeChoice.value) + 1) % CHOICES.length] as ThemeChoice;
}

function stored(): ThemeChoice {
  const choice = localStorage.getItem(STORED);
  return CHOICES.find((known) => known === choice) ?? "system";
}
