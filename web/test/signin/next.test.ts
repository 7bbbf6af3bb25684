import { expect, test } from "vitest";
import { nextAddress } from "../../src/signin/next";

const HERE = "https://town.example";
const next = (wanted: string) => nextAddress(`?next=${encodeURIComponent(wanted)}`, HERE);

test("the address asked for is gone back to, with all that it shows", () => {
  expect(next("/?a=1#view=120,31,12&tab=here")).toBe(`${HERE}/?a=1#view=120,31,12&tab=here`);
  expect(nextAddress("", HERE)).toBe(`${HERE}/`);
});

test.each([
  "https://evil.example/",
  "//evil.example/deep",
  "/\\evil.example/",
  "\\\\evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/signin?next=/",
  "http://[",
  "",
])("%s leads to the live page", (wanted) => {
  expect(next(wanted)).toBe(`${HERE}/`);
});

test("a path that looks like another host stays on this one", () => {
  expect(new URL(next("/.//evil.example/"), HERE).origin).toBe(HERE);
});
