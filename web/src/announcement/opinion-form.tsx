/** The form for an opinion; what was sent is seen by the planners only. */

import { useState } from "preact/hooks";
import { type ShownGrid, sendOpinion } from "../api/announcement";
import { t } from "../i18n";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import type { Spot } from "./plan";

const MOST = 2000;
const MANY = 429;

type Props = {
  readonly token: string;
  readonly grids: readonly ShownGrid[];
  readonly grid: string | null;
  readonly spot: Spot | null;
  pick(grid: string | null, spot: Spot | null): void;
};

export function OpinionForm({ token, grids, grid, spot, pick }: Props) {
  const [words, setWords] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const place = { lon: spot?.lon ?? null, lat: spot?.lat ?? null };
      await sendOpinion(token, { words: words.trim(), grid, ...place });
      setWords("");
      pick(null, null);
      setSaid(t("announcement.sent"));
    } catch (reason) {
      const problem = problemFrom(reason);
      setSaid(problem.status === MANY ? t("announcement.too_many") : reasonOf(problem));
    }
    setBusy(false);
  };
  return (
    <section class="part" aria-label={t("announcement.opinion")}>
      <h2>{t("announcement.opinion")}</h2>
      <p class="muted">{t("announcement.opinion_hint")}</p>
      <form onSubmit={(event) => void submit(event)}>
        <label for="about">{t("announcement.about")}</label>
        <select
          id="about"
          value={grid ?? ""}
          onChange={(event) => pick(event.currentTarget.value || null, spot)}
        >
          <option value="">{t("announcement.about_all")}</option>
          {grids.map(({ code, name }) => (
            <option key={code} value={code}>
              {code} {name}
            </option>
          ))}
        </select>
        {spot && (
          <p>
            {t("announcement.place", { place: `${spot.lon.toFixed(5)}, ${spot.lat.toFixed(5)}` })}{" "}
            <button type="button" class="link" onClick={() => pick(grid, null)}>
              {t("announcement.no_place")}
            </button>
          </p>
        )}
        <label for="words">{t("announcement.words")}</label>
        <textarea
          id="words"
          rows={5}
          maxLength={MOST}
          required
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <button type="submit" class="button primary" disabled={busy || words.trim() === ""}>
          {t("announcement.send")}
        </button>
        <p role="status">{said}</p>
      </form>
    </section>
  );
}
