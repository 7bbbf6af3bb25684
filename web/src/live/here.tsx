/** What a click answers: whose place this is, who is in charge, where exactly it lies. */

import { useEffect } from "preact/hooks";
import { lookUp } from "../api/calls";
import type { Problem } from "../api/client";
import type { Lookup, Post } from "../api/types";
import { language, pick, t } from "../i18n";
import { announce } from "../ui/announce";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { SquadMark } from "../ui/squad-mark";
import { Coordinates } from "./coordinates";
import { InCharge } from "./in-charge";
import { Nearby } from "./nearby";
import { Nearest } from "./nearest";
import type { Selected } from "./permalink";
import { clearSelection, type Live, useLive } from "./state";

export function Here() {
  const { selected } = useLive();
  const place = selected.value;
  return place === null ? <p class="empty">{t("here.start")}</p> : <Place place={place} />;
}

function Place({ place }: { readonly place: Selected }) {
  const live = useLive();
  const answer = useResource(`${place.lon},${place.lat}`, (signal) =>
    lookUp(place.lon, place.lat, { signal }),
  );
  const { resource } = answer;
  useEffect(() => {
    if (resource.face === "loading") return;
    if (resource.face === "data") {
      live.found.value = { lon: place.lon, lat: place.lat, grid: resource.data.grid.code };
    }
    announce(resource.face === "data" ? spoken(resource.data) : outsideWords(live));
  }, [live, place, resource]);
  return (
    <>
      <Faces of={answer} refused={(problem) => outside(problem, live)}>
        {(found) => <Answer found={found} />}
      </Faces>
      {live.duty && <Nearest duty={live.duty} place={place} />}
      <Nearby place={place} />
      <Coordinates place={place} />
    </>
  );
}

function Answer({ found }: { readonly found: Lookup }) {
  const live = useLive();
  const { edition } = found;
  return (
    <section class="here" aria-label={t("tab.here")}>
      <h2>{found.grid.name}</h2>
      <p class="code">{found.grid.code}</p>
      <dl class="facts">
        {found.ancestors.map(({ level, code, name }) => (
          <Fact key={code} term={levelName(live, level)} value={name} note={code} />
        ))}
        {found.squad && (
          <div>
            <dt>{t("here.squad")}</dt>
            <dd>
              <SquadMark squad={found.squad} />
            </dd>
          </div>
        )}
        <Fact
          term={t("here.edition")}
          value={t("here.edition_name", { number: edition.number, title: edition.title })}
          note={t("here.edition_from", { date: edition.valid_from })}
        />
      </dl>
      <h3>{t("here.posts")}</h3>
      {found.posts.length === 0 ? (
        <p class="muted">{t("here.no_posts")}</p>
      ) : (
        <Posts key={placeKey(found)} posts={found.posts} />
      )}
      <button type="button" class="button" onClick={() => clearSelection(live)}>
        {t("here.clear")}
      </button>
    </section>
  );
}

/** Another place, other posts: what was unmasked is masked again. */
function placeKey({ place }: Lookup): string {
  return `${place.lon},${place.lat}`;
}

function Fact({
  term,
  value,
  note,
}: {
  readonly term: string;
  readonly value: string;
  readonly note?: string;
}) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {value} {note && <span class="muted">{note}</span>}
      </dd>
    </div>
  );
}

function Posts({ posts }: { readonly posts: readonly Post[] }) {
  return (
    <dl class="facts posts">
      {posts.map((post) => (
        <div key={`${post.post}-${post.person.id}`}>
          <dt>{pick(post)}</dt>
          <InCharge person={post.person} />
        </div>
      ))}
    </dl>
  );
}

function outside(problem: Problem, live: Live) {
  if (problem.status !== 404) return null;
  const back = () => live.town.bounds && live.map.value?.fit(live.town.bounds);
  return (
    <div class="empty">
      <p>{outsideWords(live)}</p>
      <button type="button" class="button" onClick={back}>
        {t("here.outside_back")}
      </button>
    </div>
  );
}

function outsideWords({ town }: Live): string {
  return t("here.outside", { town: language.value === "zh" ? town.name : town.name_en });
}

function spoken(found: Lookup): string {
  return t("here.found", { grid: found.grid.name, village: found.ancestors[0]?.name ?? "" });
}

function levelName(live: Live, key: string): string {
  const level = live.town.levels.find((one) => one.key === key);
  return level ? pick(level) : key;
}
