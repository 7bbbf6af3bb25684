import { expect, test } from "vitest";
import { nextAddress } from "../../src/signin/next";

const HERE = "https://town.example";
const next = (wanted: string) => nextAddress(`?next=${encodeURIComponent(wanted)}`, HERE);

test("the address asked for is gone back to, with all that it shows", () => {
  expect(next("/?a=1#view=120,31,12&tab=here")).toBe("/?a=1#view=120,31,12&tab=here");
  expect(nextAddress("", HERE)).toBe("/");
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "\\\\evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/signin?next=/",
  "http://[",
  "",
])("%s leads to the live page", (wanted) => {
  expect(next(wanted)).toBe("/");
});
