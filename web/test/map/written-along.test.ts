import Point from "@mapbox/point-geometry";
import { expect, test } from "vitest";
import { Course } from "../../src/map/course";
import { placesFor, readingOf, writtenAlong } from "../../src/map/written-along";

const LOOK = { layer: "roads", field: "name", font: "12px serif", ink: "#000", halo: "#fff" };
const course = (...corners: readonly (readonly [number, number])[]) =>
  new Course(corners.map(([x, y]) => new Point(x, y)));

/** What a label paints in ink, sign by sign, as [text, x, y, turn] round its anchor. */
function painted(label: ReturnType<typeof writtenAlong>[number] | undefined) {
  const signs: (string | number)[][] = [];
  let at: number[] = [];
  const context = {
    save: () => undefined,
    restore: () => undefined,
    strokeText: () => undefined,
    translate: (x: number, y: number) => {
      at = [x, y];
    },
    rotate: (turn: number) => {
      at = [...at, turn].map((value) => Math.round(value * 100) / 100 + 0);
    },
    fillText: (text: string) => signs.push([text, ...at]),
  };
  label?.draw(context as unknown as CanvasRenderingContext2D);
  return signs;
}

const words = (text: string) => {
  const advances = Array.from(text, () => 10);
  return { text, width: advances.length * 10, height: 10, advances };
};

test("a straight street takes words from its margin on, a short one none", () => {
  expect(placesFor(course([0, 0], [100, 0]), 40)).toEqual([6, 30, 54]);
  expect(placesFor(course([0, 0], [50, 0]), 40)).toEqual([]);
});

test("words do not stand round a corner", () => {
  expect(placesFor(course([0, 0], [60, 0], [60, 60]), 40)).toEqual([6]);
});

test("a bend made of many short edges is no hindrance", () => {
  const bend = Array.from({ length: 41 }, (_, step) => {
    const turn = (step / 40) * (Math.PI / 3);
    return [100 * Math.sin(turn), 100 - 100 * Math.cos(turn)] as const;
  });
  expect(placesFor(course(...bend), 40).length).toBeGreaterThan(0);
});

test("words run to the right whichever way the street was drawn", () => {
  const eastward = painted(writtenAlong(course([0, 0], [60, 0]), words("abc"), LOOK)[0]);
  expect(eastward).toEqual([
    ["a", -10, 0, 0],
    ["b", 0, 0, 0],
    ["c", 10, 0, 0],
  ]);
  const westward = painted(writtenAlong(course([60, 0], [0, 0]), words("abc"), LOOK)[0]);
  expect(westward.map(([text, x]) => [text, x])).toEqual([
    ["a", -10],
    ["b", 0],
    ["c", 10],
  ]);
});

test("on a steep street Chinese runs down with upright signs, other words are turned", () => {
  const upwards = course([0, 60], [0, 0]);
  expect(painted(writtenAlong(upwards, words("\u9ec4\u6865\u8def"), LOOK)[0])).toEqual([
    ["\u9ec4", 0, -10, 0],
    ["\u6865", 0, 0, 0],
    ["\u8def", 0, 10, 0],
  ]);
  expect(readingOf(-Math.PI / 2, "Main St")).toEqual({ upright: false, backwards: false });
  expect(readingOf(Math.PI / 4, "\u9ec4\u6865\u8def")).toEqual({ upright: false, backwards: false });
});

test("a label keeps clear of others by a box for each sign, its anchor inside one", () => {
  const [label] = writtenAlong(course([0, 0], [60, 0]), words("ab"), LOOK);
  expect(label?.anchor).toEqual({ x: 16, y: 0 });
  expect(label?.bboxes[0]).toEqual({ minX: 3, maxX: 19, minY: -8, maxY: 8 });
});
