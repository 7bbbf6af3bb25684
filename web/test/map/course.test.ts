import Point from "@mapbox/point-geometry";
import { expect, test } from "vitest";
import { Course, middleLines } from "../../src/map/course";

type Corner = readonly [number, number];
const line = (...corners: readonly Corner[]) => corners.map(([x, y]) => new Point(x, y));

test("a place on a course is found by its distance from the start", () => {
  const course = new Course(line([0, 0], [10, 0], [10, 30]));
  expect(course.length).toBe(40);
  expect(course.step(4)).toEqual({ at: { x: 4, y: 0 }, angle: 0 });
  expect(course.step(25)).toEqual({ at: { x: 10, y: 15 }, angle: Math.PI / 2 });
});

test("a point that stands twice in a line does no harm", () => {
  const course = new Course(line([0, 0], [0, 0], [10, 0]));
  expect(course.step(5)).toEqual({ at: { x: 5, y: 0 }, angle: 0 });
});

test("the middle line of a river runs between its banks, from north to south", () => {
  const river = line([0, 0], [10, 0], [110, 200], [100, 200], [0, 0]);
  const [course, ...others] = middleLines([river]);
  expect(others).toEqual([]);
  expect(course?.step(0).at).toEqual({ x: 7, y: 4 });
  expect(course?.step(0).angle).toBeCloseTo(Math.atan2(2, 1));
});

test("the middle line of a river from west to east as well", () => {
  const [course] = middleLines([line([0, 0], [200, 0], [200, 10], [0, 10], [0, 0])]);
  expect(course?.step(0)).toEqual({ at: { x: 4, y: 5 }, angle: 0 });
});

test("two arms are two courses", () => {
  const west = line([0, 0], [6, 0], [6, 200], [0, 200], [0, 0]);
  const east = line([90, 0], [96, 0], [96, 200], [90, 200], [90, 0]);
  expect(middleLines([west, east]).map((course) => course.step(0).at.x)).toEqual([3, 93]);
});

test("a lake has no course, a ditch none that is named", () => {
  expect(middleLines([line([0, 0], [100, 0], [100, 80], [0, 80], [0, 0])])).toEqual([]);
  expect(middleLines([line([0, 0], [2, 0], [2, 200], [0, 200], [0, 0])])).toEqual([]);
});
