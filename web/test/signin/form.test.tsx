import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { Problem } from "../../src/api/client";
import { language } from "../../src/i18n";
import { faultOf, SignIn } from "../../src/signin/form";

afterEach(() => {
  vi.unstubAllGlobals();
  render(null, document.body);
  language.value = "zh";
});

test.each([
  [401, null, "Account or password is wrong. Check both and try again."],
  [429, 30, "Too many tries. Wait 30 seconds, then try again."],
  [429, 900, "Too many tries. Wait 15 minutes, then try again."],
  [503, 2, "The service cannot be reached. Try again in a moment."],
  [0, null, "The service cannot be reached. Try again in a moment."],
  [500, null, "Sign-in failed: told"],
])("status %i with a wait of %s s", (status, wait, words) => {
  language.value = "en";
  expect(faultOf(new Problem(status, "told", null, wait))).toBe(words);
});

test("an empty form is not sent, says what is missing and puts the focus there", async () => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  language.value = "en";
  await act(() => render(<SignIn />, document.body));
  await act(() => {
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }));
  });
  expect(fetched).not.toHaveBeenCalled();
  expect(document.querySelector("[role=alert]")?.textContent).toBe("Enter your account and password.");
  expect(document.activeElement?.id).toBe("signin-name");
});
