import { expect, test } from "vitest";
import type { Grid, Mm } from "../../../src/api/draft-types";
import type { Arc } from "../../../src/map/partition/arc";
import { areaM2 } from "../../../src/map/partition/areas";
import type { Partition } from "../../../src/map/partition/partition";
import { deleted, estimates, inserted, moved, type Preview } from "../../../src/map/partition/preview";
import { dice, mm, squares, twoSquares } from "./worlds";

const spot = (at: Mm) => ({ mm: at, place: [at[0] / 1e8, at[1] / 1e8] as const });

const applied = ({ grids, arcs }: Partition, { before, after }: Preview): Partition => ({
  grids,
  arcs: [...arcs.filter((arc) => !before.includes(arc)), ...after],
});

test("a moved vertex moves in every arc that shares it", () => {
  const town = squares(2, 2);
  const { before, after } = moved(town, mm(100, 100), spot(mm(120, 90)));
  expect([before.length, after.length]).toEqual([4, 4]);
  const ends = (arc: Arc) => [[...arc.mm.slice(0, 2)], [...arc.mm.slice(2)]];
  for (const arc of after) expect(ends(arc)).toContainEqual(mm(120, 90));
  expect(before.every((arc) => !ends(arc).some(([x]) => x === mm(120, 90)[0]))).toBe(true);
});

test("areas follow a drag, and work goes with the land", () => {
  const town = twoSquares();
  const [a, b] = estimates(town, moved(town, mm(100, 50), spot(mm(80, 50))));
  expect([a?.code, a?.beforeM2, a?.afterM2]).toEqual(["a", 10_000, 9_000]);
  expect([b?.code, b?.beforeM2, b?.afterM2]).toEqual(["b", 10_000, 11_000]);
  expect(a?.loadAfter).toBeCloseTo(0.9, 9);
  expect(b?.loadAfter).toBeCloseTo(1.1, 9);
});

test("an inserted vertex lies between its two neighbours, a deleted one is gone", () => {
  const town = twoSquares();
  const more = inserted(town, [mm(100, 100), mm(100, 50)], spot(mm(110, 75)));
  expect(more.after.map((arc) => [...arc.mm])).toEqual([
    [mm(100, 0), mm(100, 50), mm(110, 75), mm(100, 100)].flat(),
  ]);
  const fewer = deleted(town, mm(100, 50));
  expect(fewer.after.map((arc) => [...arc.mm])).toEqual([[mm(100, 0), mm(100, 100)].flat()]);
  expect(deleted(town, mm(100, 100))).toEqual({ before: [], after: [] });
  expect(inserted(town, [mm(0, 0), mm(100, 100)], spot(mm(5, 5)))).toEqual({ before: [], after: [] });
});

test("whatever is moved, no land is won or lost", () => {
  const roll = dice(11);
  let town = squares(4, 4);
  for (let i = 0; i < 60; i++) {
    const inner = town.arcs.filter(({ left, right }) => left !== null && right !== null);
    const arc = inner[Math.floor(roll() * inner.length)] as Arc;
    const at: Mm = [arc.mm[0] as number, arc.mm[1] as number];
    const onOutline = town.arcs.some(
      (one) => (one.left === null || one.right === null) && [...one.mm].join().includes(at.join()),
    );
    if (onOutline) continue;
    const to = [at[0] + Math.round(roll() * 9000), at[1] - Math.round(roll() * 9000)] as const;
    town = applied(town, moved(town, at, spot(to)));
    const areas = [...town.grids.values()].map(({ code }: Grid) => areaM2(town, code));
    expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(160_000, 3);
  }
});
