/** What is on show and until when, the coarse map, the grids that change, and the form for an opinion. */

import { useEffect, useState } from "preact/hooks";
import { getOnShow, type OnShow, type ShownGrid } from "../api/announcement";
import { language, t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { LanguageSwitch, ThemeSwitch } from "../ui/switches";
import { OpinionForm } from "./opinion-form";
import type { Spot } from "./plan";
import { PublicMap } from "./public-map";

const TOKEN = window.location.hash.replace(/^#/, "");
const NOTHING = 404;

export function AnnouncementPage() {
  const shown = useResource(`show ${TOKEN}`, (signal) => getOnShow(TOKEN || "-", signal));
  const title = t("announcement.title");
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title]);
  return (
    <main class="announcement">
      <div class="announcement-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <h1>{title}</h1>
      <Faces
        of={shown}
        refused={({ status }) =>
          status === NOTHING ? <p class="part">{t("announcement.nothing")}</p> : null
        }
      >
        {(found) => <Shown shown={found} />}
      </Faces>
    </main>
  );
}

function Shown({ shown }: { readonly shown: OnShow }) {
  const [grid, setGrid] = useState<string | null>(null);
  const [spot, setSpot] = useState<Spot | null>(null);
  const pick = (code: string | null, place: Spot | null) => {
    setGrid(code);
    setSpot(place);
  };
  return (
    <>
      <section class="part">
        <h2>{shown.title}</h2>
        <p>
          {language.value === "zh" ? shown.town : shown.town_en}
          {shown.made_up && ` · ${t("app.made_up")}`}
        </p>
        <p>
          {t(shown.step === "consulted" ? "announcement.consulted" : "announcement.announced", {
            first: shown.first_day,
            last: shown.last_day,
          })}
        </p>
      </section>
      <section class="part" aria-label={t("announcement.map")}>
        <PublicMap shown={shown} chosen={grid} spot={spot} pick={pick} />
        <p class="muted">{t("announcement.coarse")}</p>
        <Grids grids={shown.grids} />
      </section>
      <OpinionForm token={TOKEN} grids={shown.grids} grid={grid} spot={spot} pick={pick} />
    </>
  );
}

function Grids({ grids }: { readonly grids: readonly ShownGrid[] }) {
  if (grids.length === 0) return <p>{t("announcement.no_grids")}</p>;
  return (
    <ul class="announcement-grids">
      {grids.map(({ code, name, village, fate }) => (
        <li key={code}>
          {code} {name} · {village} · {t(`announcement.fate_${fate}`)}
        </li>
      ))}
    </ul>
  );
}
