/** The parameters of the heat layer as the service describes them. */

import type { Schema } from "../../src/api/layer";

const list = (items: Schema): Schema => ({ default: [], items, type: "array" });
const day = { anyOf: [{ format: "date", type: "string" }, { type: "null" }], default: null };

export const HEAT_PARAMETERS: Schema = {
  type: "object",
  properties: {
    category: { ...list({ type: "string" }), title: "\u7c7b\u522b Categories" },
    department: { ...list({ type: "string" }), title: "\u90e8\u95e8 Departments" },
    from: { ...day, title: "\u8d77 From" },
    to: { ...day, title: "\u6b62 To" },
    hours: { ...list({ type: "integer", minimum: 0, maximum: 23 }), title: "\u65f6\u6bb5 Hours of day" },
    weekdays: { ...list({ type: "integer", minimum: 1, maximum: 7 }), title: "\u661f\u671f Weekdays" },
    bandwidth_m: { default: 300, maximum: 2000, minimum: 50, title: "Bandwidth (m)", type: "integer" },
  },
};
