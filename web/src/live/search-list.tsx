/** The results under the search box, grouped by kind, with what the input was taken for. */

import type { SearchAnswer, SearchResult } from "../api/types";
import { named, t } from "../i18n";
import { groupByKind } from "./search-groups";

type Props = {
  readonly id: string;
  readonly found: SearchAnswer;
  readonly active: number;
  choose(result: SearchResult): void;
};

export function optionId(index: number): string {
  return `search-option-${index}`;
}

export function SearchList({ id, found, active, choose }: Props) {
  const groups = groupByKind(found);
  const inOrder = groups.flatMap((group) => group.results);
  return (
    <div id={id} role="listbox" aria-label={t("search.results")}>
      {groups.map(({ kind, results }) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox may hold groups, not fieldsets
        <div key={kind} role="group" aria-label={t(`kind.${kind}`)}>
          <p class="group-name" aria-hidden="true">
            {t(`kind.${kind}`)}
          </p>
          {results.map((result) => {
            const index = inOrder.indexOf(result);
            return (
              <Option
                key={result.id}
                result={result}
                index={index}
                active={index === active}
                choose={choose}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

type OptionProps = {
  readonly result: SearchResult;
  readonly index: number;
  readonly active: boolean;
  choose(result: SearchResult): void;
};

/** The focus stays in the box: a press must not take it away before the click is made. */
function Option({ result, index, active, choose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the box holds the focus and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box handles the keys
    <div
      id={optionId(index)}
      class="option"
      role="option"
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => choose(result)}
    >
      <span>{result.title}</span>
      <span class="muted">{result.kind === "place" ? named("place", result.subtitle) : result.subtitle}</span>
    </div>
  );
}
