/** The place on a line that is nearest to another, near enough to the ground for picking. */

import type { LonLat } from "../datum";

export function nearestOnLine(line: readonly LonLat[], place: LonLat): LonLat {
  const squeeze = Math.cos((place[1] * Math.PI) / 180);
  let best: LonLat = line[0] ?? place;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) {
    const foot = footOn(line[i - 1] as LonLat, line[i] as LonLat, place, squeeze);
    const away = Math.hypot((foot[0] - place[0]) * squeeze, foot[1] - place[1]);
    if (away >= nearest) continue;
    nearest = away;
    best = foot;
  }
  return best;
}

function footOn([x1, y1]: LonLat, [x2, y2]: LonLat, [x, y]: LonLat, squeeze: number): LonLat {
  const dx = (x2 - x1) * squeeze;
  const dy = y2 - y1;
  const share = ((x - x1) * squeeze * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, share));
  return [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
}
