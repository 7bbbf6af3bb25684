import { expect, test } from "vitest";
import { identified } from "../../src/live/identify";
import { layerOf } from "../worlds";

const title = (words: string) => ({ zh: words, en: words });

test("fields come in the layer's order, without those that hold nothing, instants in the town's time", () => {
  const identify = { title: title("Title"), floors: title("Floors"), at: title("At"), gone: title("Gone") };
  const layer = layerOf("events", "point", {}, { identify });
  const properties = { at: "2026-11-03T16:30:00Z", floors: 0, title: "<b>Bin</b>", gone: null, other: "x" };
  expect(identified(layer, properties, "Asia/Shanghai")).toEqual([
    { field: "title", title: "Title", value: "<b>Bin</b>" },
    { field: "floors", title: "Floors", value: "0" },
    { field: "at", title: "At", value: "2026-11-04 00:30:00" },
  ]);
});
