import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../../src/api/client";
import { returned } from "../../src/api/connection";
import { language } from "../../src/i18n";
import { Faces } from "../../src/ui/faces";
import { useResource } from "../../src/ui/resource";

type Load = (signal: AbortSignal) => Promise<string>;

function Panel({ question, load }: { readonly question: string; readonly load: Load }) {
  const asked = useResource(question, load);
  return (
    <Faces of={asked} empty={(words) => (words === "" ? "nothing" : null)}>
      {(words) => <p>{words}</p>}
    </Faces>
  );
}

const show = (question: string, load: Load) =>
  act(() => render(<Panel question={question} load={load} />, document.body));
const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const after = (ms: number, words: string) => () => new Promise<string>((done) => setTimeout(done, ms, words));
const seen = () => document.body.textContent;
const skeleton = () => document.querySelector(".skeleton") !== null;

beforeEach(() => {
  vi.useFakeTimers();
  language.value = "en";
});
afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
  language.value = "zh";
});

test("a quick answer shows no skeleton, a slow one does after 300 ms", async () => {
  await show("a", after(1000, "there"));
  await pass(299);
  expect(skeleton()).toBe(false);
  await pass(1);
  expect(skeleton()).toBe(true);
  await pass(700);
  expect([skeleton(), seen()]).toEqual([false, "there"]);
});

test("the former answer stays until the next is there or slow; the former request is aborted", async () => {
  const signals: AbortSignal[] = [];
  const load = (ms: number, words: string) => (signal: AbortSignal) => {
    signals.push(signal);
    return after(ms, words)();
  };
  await show("a", load(0, "first"));
  await pass(1);
  await show("b", load(200, "second"));
  expect(seen()).toBe("first");
  await pass(200);
  expect(seen()).toBe("second");
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test("an overtaken answer is not shown", async () => {
  await show("slow", after(250, "old"));
  await show("quick", after(50, "new"));
  await pass(300);
  expect(seen()).toBe("new");
});

test("a refusal shows what happened and the request number, and can be tried again", async () => {
  let broken = true;
  const load = async () => {
    if (broken) throw new Problem(422, "bad box", "r-9", null);
    return "mended";
  };
  await show("a", load);
  await pass(1);
  expect(seen()).toContain("bad box");
  expect(seen()).toContain("r-9");
  broken = false;
  await act(() => document.querySelector("button")?.click());
  await pass(1);
  expect(seen()).toBe("mended");
});

test("what failed loads again when the service is back", async () => {
  const load = vi
    .fn()
    .mockRejectedValueOnce(new Problem(0, "", null, null))
    .mockResolvedValue("back");
  await show("a", load);
  await pass(1);
  expect(seen()).toContain("does not answer");
  await act(() => {
    returned.value += 1;
  });
  await pass(1);
  expect(seen()).toBe("back");
});

test("nothing says why", async () => {
  await show("a", after(0, ""));
  await pass(1);
  expect(seen()).toBe("nothing");
});
