import { expect, test } from "vitest";
import { linesOf, wordsOf } from "../../src/console/log";

const ZONE = "Asia/Shanghai";
const row = (at: string, action: string, target = "", result = "done") => ({
  at: `2026-11-02T${at}:00Z`,
  actor: "wu",
  action,
  result,
  target,
});

test("what is done again within an hour is one line with its number and first targets", () => {
  const rows = ["a", "b", "a", "c", "d"].map((target) => row("00:10", "track.playback", target));
  const lines = linesOf([...rows, row("00:20", "live.watched"), row("01:00", "track.playback")], ZONE);
  expect(lines.map(({ hour, count }) => [hour, count])).toEqual([
    ["11-02 08:00", 5],
    ["11-02 09:00", 1],
  ]);
  expect(lines.map(wordsOf)).toEqual(["调取回放 ×5 a、b、c…", "调取回放"]);
});

test("what was refused stands apart, and an act without words by its code", () => {
  const lines = linesOf(
    [row("00:00", "sign_in"), row("00:01", "sign_in", "", "refused"), row("00:02", "x.y")],
    ZONE,
  );
  expect(lines.map(wordsOf)).toEqual(["登录", "登录 （被拒绝）", "x_y"]);
});
