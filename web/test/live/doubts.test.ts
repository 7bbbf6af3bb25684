import { expect, test } from "vitest";
import type { PlaybackQuestion } from "../../src/api/calls";
import { stretchOf } from "../../src/live/doubts-list";

const question: PlaybackQuestion = {
  from: new Date(0),
  to: new Date(9_000_000),
  purpose: "finding",
  reference: "7",
  squad: "1",
  people: [],
};
const doubt = {
  person: 3,
  kind: "together" as const,
  begin: 1_000_000,
  end: 3_000_000,
  measure: 4,
  other: 5,
};

test("a doubt is played back exactly, for the same purpose, with whom it is doubtful beside", () => {
  expect(stretchOf(question, doubt)).toEqual({
    ...question,
    squad: "",
    people: [3, 5],
    from: new Date(1_000_000),
    to: new Date(3_000_000),
  });
});

test("what takes no time is shown with a little before and after", () => {
  const { from, to, people } = stretchOf(question, { ...doubt, end: 1_000_000, other: null });
  expect([from.getTime(), to.getTime(), people]).toEqual([970_000, 1_030_000, [3]]);
});
