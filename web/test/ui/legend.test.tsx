import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { Legend } from "../../src/ui/legend";
import { layerOf, ruleOf } from "../worlds";

const WHITE = { light: "#FFFFFF", dark: "#2A3038" };
const GREY = { light: "#DAD7CF", dark: "#15191E" };
const LANE = { zh: "lane", en: "lane" };

test("a white road is drawn on its own casing, not on that of another class", async () => {
  const layer = layerOf("roads", "line", {
    rules: [
      ruleOf({ stroke: GREY, stroke_width: 3 }, { field: "class", values: [4] }),
      ruleOf({ stroke: GREY, stroke_width: 7 }, { field: "class", values: [1] }),
      ruleOf({ stroke: WHITE, stroke_width: 1.5 }, { field: "class", values: [4], label: LANE }),
    ],
  });
  await act(() => render(<Legend layer={layer} />, document.body));
  const lines = [...document.querySelectorAll("line")];
  expect(document.querySelector(".legend")?.textContent).toBe("lane");
  expect(lines.map((line) => line.getAttribute("stroke-width"))).toEqual(["3", "1.5"]);
});
