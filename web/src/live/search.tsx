/** One box to find a grid, a person, an enterprise, a place or coordinates: a combobox by the ARIA pattern. */

import { Search as SearchIcon, X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { search } from "../api/calls";
import type { SearchAnswer, SearchResult } from "../api/types";
import { t } from "../i18n";
import { announce } from "../ui/announce";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { isForInputMethod, useComposedInput, useSettled } from "../ui/text-input";
import { goToResult } from "./go-to-result";
import { SEARCH_ID } from "./keys";
import { groupByKind } from "./search-groups";
import { optionId, SearchList } from "./search-list";
import { useLive } from "./state";

const LIST_ID = "search-list";

export function Search() {
  const live = useLive();
  const [typed, input, setTyped] = useComposedInput("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const q = useSettled(typed.trim());
  const answer = useResource<SearchAnswer | null>(q, async (signal) =>
    q === "" ? null : search(q, { signal }),
  );
  const { resource } = answer;
  const results = resource.face === "data" && resource.data ? inOrder(resource.data) : [];
  const showing = open && q !== "";
  useEffect(() => {
    setActive(0);
    if (showing && resource.face === "data") announce(t("search.count", { count: results.length }));
  }, [resource]);
  // The button that asks again goes away: without the focus in the box the list would close.
  const again = () => {
    document.getElementById(SEARCH_ID)?.focus();
    answer.again();
  };
  const choose = (result: SearchResult) => {
    setOpen(false);
    setTyped(result.title);
    goToResult(live, result);
  };
  const press = (event: KeyboardEvent) => {
    if (isForInputMethod(event)) return;
    const key = event.key;
    if (key === "Escape" && showing) setOpen(false);
    else if (key === "Escape") box.current?.querySelector("input")?.blur();
    else if (key === "Enter") choseActive(results[active], choose);
    else if (key === "ArrowDown" || key === "ArrowUp") {
      setOpen(true);
      setActive(stepped(active, key === "ArrowDown" ? 1 : -1, results.length));
    } else return;
    event.preventDefault();
  };
  const leave = (event: FocusEvent) => {
    if (!box.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
  };
  const listed = showing && results.length > 0;
  const list = listed ? { "aria-controls": LIST_ID, "aria-activedescendant": optionId(active) } : {};
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is newer than the browsers promised
    <div ref={box} class="search" role="search" onFocusOut={leave} onInput={() => setOpen(true)}>
      <SearchIcon size={20} aria-hidden="true" />
      <input
        id={SEARCH_ID}
        role="combobox"
        aria-label={t("search.label")}
        aria-expanded={listed}
        aria-autocomplete="list"
        placeholder={t("search.placeholder")}
        autocomplete="off"
        spellcheck={false}
        onKeyDown={press}
        onFocus={() => setOpen(true)}
        {...list}
        {...input}
      />
      {typed !== "" && (
        <button
          type="button"
          class="search-clear"
          aria-label={t("search.clear")}
          onClick={() => setTyped("")}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
      {showing && (
        <div class="search-list">
          <Faces
            of={{ resource, again }}
            empty={(found) => (isNothing(found) ? <p>{t("search.none", { q })}</p> : null)}
          >
            {(found) => <SearchList id={LIST_ID} found={found} active={active} choose={choose} />}
          </Faces>
        </div>
      )}
    </div>
  );
}

function choseActive(result: SearchResult | undefined, choose: (result: SearchResult) => void): void {
  if (result) choose(result);
}

function stepped(active: number, by: number, count: number): number {
  return count === 0 ? 0 : (active + by + count) % count;
}

function inOrder(found: SearchAnswer): SearchResult[] {
  return groupByKind(found).flatMap((group) => group.results);
}

function isNothing(found: SearchAnswer): boolean {
  return found.results.length === 0 && found.interpretation === null;
}
