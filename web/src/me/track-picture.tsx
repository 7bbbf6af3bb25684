/** One's own track as a picture, north up, with a bar for its scale; no map lies under it. */

import type { OwnTrack } from "../api/me";
import { t } from "../i18n";
import { distance } from "../ui/measure";
import { pictureOf, SIDE } from "./picture";

export function TrackPicture({ track }: { readonly track: OwnTrack | null }) {
  const picture = track && pictureOf(track);
  if (!picture) return null;
  const { lines, points, barPx, barM } = picture;
  return (
    <svg class="track" viewBox={`0 0 ${SIDE} ${SIDE}`} role="img" aria-label={t("me.picture")}>
      {lines.map((line) => (
        <polyline key={line} points={line} />
      ))}
      {points.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="3" />
      ))}
      <path class="bar" d={`M12 ${SIDE - 12} h${barPx}`} />
      <text x="12" y={SIDE - 18}>
        {distance(barM)}
      </text>
    </svg>
  );
}
