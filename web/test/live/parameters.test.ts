import { expect, test } from "vitest";
import { fieldsOf, titleIn, withValue } from "../../src/live/parameters";
import { HEAT_PARAMETERS } from "./heat-parameters";

test("the heat layer's schema becomes seven controls", () => {
  const fields = fieldsOf(HEAT_PARAMETERS);
  expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
    ["category", "listed"],
    ["department", "listed"],
    ["from", "date"],
    ["to", "date"],
    ["hours", "many"],
    ["weekdays", "many"],
    ["bandwidth_m", "number"],
  ]);
  expect(fields[4]).toMatchObject({ options: Array.from({ length: 24 }, (_, hour) => String(hour)) });
  expect(fields[5]).toMatchObject({ options: ["1", "2", "3", "4", "5", "6", "7"] });
  expect(fields[6]).toMatchObject({ whole: true, bounds: { min: 50, max: 2000 }, usual: "300" });
});

test("choices among a few, also behind references and null", () => {
  const schema = {
    $defs: { State: { enum: ["new", "old"] } },
    properties: {
      class: { type: "array", items: { enum: ["01", "02"], type: "string" } },
      state: { anyOf: [{ $ref: "#/$defs/State" }, { type: "null" }] },
      month: { type: "array", items: { type: "integer", minimum: 1, maximum: 3 } },
    },
  };
  expect(fieldsOf(schema)).toEqual([
    { name: "class", title: "class", kind: "many", options: ["01", "02"] },
    { name: "state", title: "state", kind: "one", options: ["new", "old"] },
    { name: "month", title: "month", kind: "many", options: ["1", "2", "3"] },
  ]);
});

test("what has no control is left out", () => {
  const properties = { flag: { type: "boolean" }, ids: { type: "array", items: { type: "integer" } } };
  expect(fieldsOf({ properties })).toEqual([]);
  expect(fieldsOf({})).toEqual([]);
});

test("a title in two languages is told apart, one in a single language stays", () => {
  expect(titleIn("zh", "\u5e26\u5bbd\uff08\u7c73\uff09 Bandwidth (m)")).toBe(
    "\u5e26\u5bbd\uff08\u7c73\uff09",
  );
  expect(titleIn("en", "\u5e26\u5bbd\uff08\u7c73\uff09 Bandwidth (m)")).toBe("Bandwidth (m)");
  expect(titleIn("zh", "Bandwidth (m)")).toBe("Bandwidth (m)");
});

test("an emptied value leaves nothing behind", () => {
  const one = withValue({}, "hours", ["7"]);
  expect(one).toEqual({ hours: ["7"] });
  expect(withValue(one, "hours", [])).toEqual({});
  expect(withValue({ from: "2026-01-01" }, "from", "")).toEqual({});
});
