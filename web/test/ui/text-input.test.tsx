import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { isForInputMethod, useComposedInput } from "../../src/ui/text-input";

function Field() {
  const [certain, events] = useComposedInput("");
  return (
    <>
      <input {...events} />
      <output>{certain}</output>
    </>
  );
}

const input = () => document.querySelector("input") as HTMLInputElement;
const certain = () => document.querySelector("output")?.textContent;

async function type(value: string, ...events: readonly string[]): Promise<void> {
  await act(() => {
    for (const name of events) {
      if (name === "input") input().value = value;
      input().dispatchEvent(new Event(name, { bubbles: true }));
    }
  });
}

afterEach(() => render(null, document.body));

test("letters count at once, but not those of a word that the input method has not finished", async () => {
  await act(() => render(<Field />, document.body));
  await type("a", "input");
  expect(certain()).toBe("a");
  await type("anan", "compositionstart", "input");
  expect([certain(), input().value]).toEqual(["a", "anan"]);
  await type("a\u5357", "input", "compositionend");
  expect(certain()).toBe("a\u5357");
});

test("keys of the input method are told by its flag or by the old code", () => {
  const key = (init: object) => isForInputMethod(new KeyboardEvent("keydown", { key: "Enter", ...init }));
  expect([key({ isComposing: true }), key({ keyCode: 229 }), key({ keyCode: 13 })]).toEqual([
    true,
    true,
    false,
  ]);
});
