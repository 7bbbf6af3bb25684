import { expect, test } from "vitest";
import { frameOf, placeAt } from "../../src/map/frame";
import { handleAt, handlesOf, type Sheet } from "../../src/map/handles";
import type { Arc } from "../../src/map/partition/arc";
import { Spots } from "../../src/map/spots";

const SHEET: Sheet = { scale: 256 * 2 ** 16, left: 10_000_000, top: 7_000_000, width: 400, height: 300 };
const spots = new Spots(frameOf("wgs84"));

/** An arc through pixels of the sheet. */
function arcThrough(...pixels: readonly (readonly [number, number])[]): Arc {
  const places = pixels.flatMap(([x, y]) =>
    placeAt((x + SHEET.left) / SHEET.scale, (y + SHEET.top) / SHEET.scale, 0),
  );
  return {
    left: "a",
    right: "b",
    mm: new Float64Array(2 * pixels.length),
    places: Float64Array.from(places),
  };
}

const named = (handles: readonly { kind: string; index: number }[]) =>
  handles.map(({ kind, index }) => `${kind} ${index}`);

test("vertices have handles, far ones a middle between them, crowded ones only the first", () => {
  expect(named(handlesOf(arcThrough([50, 50], [100, 50], [110, 50]), SHEET, spots))).toEqual([
    "vertex 0",
    "middle 0",
    "vertex 1",
    "vertex 2",
  ]);
  const crowded = arcThrough([50, 50], [53, 50], [56, 50], [200, 50]);
  expect(named(handlesOf(crowded, SHEET, spots))).toEqual(["vertex 0", "vertex 3"]);
});

test("what is off the sheet has no handle", () => {
  expect(named(handlesOf(arcThrough([-50, 50], [150, 50], [150, 900]), SHEET, spots))).toEqual([
    "middle 0",
    "vertex 1",
  ]);
});

test("a pointer takes the vertex sooner than the middle beside it; a finger reaches farther", () => {
  const handles = handlesOf(arcThrough([50, 50], [78, 50]), SHEET, spots);
  expect(handleAt(handles, { x: 52, y: 51 }, false)).toMatchObject({ kind: "vertex", index: 0 });
  expect(handleAt(handles, { x: 58, y: 50 }, false)).toMatchObject({ kind: "vertex", index: 0 });
  expect(handleAt(handles, { x: 64, y: 50 }, false)).toMatchObject({ kind: "middle", index: 0 });
  expect(handleAt(handles, { x: 50, y: 65 }, false)).toBeNull();
  expect(handleAt(handles, { x: 50, y: 65 }, true)).toMatchObject({ kind: "vertex", index: 0 });
});
