/** The list of layers: what is on, what its signs mean, how it is filtered. */

import { ExternalLink, Funnel } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { queryString } from "../api/client";
import type { Group, Layer } from "../api/layer";
import { language, pick, t } from "../i18n";
import { Legend } from "../ui/legend";
import { steeredByKeys } from "../ui/steering";
import { HeatHours, plays } from "./heat-hours";
import { ParameterForm } from "./parameter-form";
import { fieldsOf } from "./parameters";
import { setFilter, toggleLayer, useLive } from "./state";

/** Without this right the service gives no page with the geometry in it. */
const MAY_EXPORT = "geometry.export";
const GROUPS: readonly Group[] = ["governance", "analysis", "boundaries", "ground"];

export function LayersPanel() {
  const { layers } = useLive();
  const section = useRef<HTMLElement>(null);
  useEffect(() => lendFocus(section.current as HTMLElement), []);
  return (
    <section ref={section} class="layers" aria-label={t("layers.title")}>
      {layers.length === 0 && <p class="empty">{t("layers.none")}</p>}
      {GROUPS.map((group) => (
        <GroupOf key={group} group={group} layers={layers.filter((layer) => layer.group === group)} />
      ))}
    </section>
  );
}

/** Whoever opened the list by keys goes on inside it, and comes back when it closes. */
function lendFocus(section: HTMLElement): () => void {
  const before = document.activeElement;
  if (steeredByKeys()) section.querySelector("input")?.focus();
  return () => {
    if (section.contains(document.activeElement) && before instanceof HTMLElement) before.focus();
  };
}

function GroupOf({ group, layers }: { readonly group: Group; readonly layers: readonly Layer[] }) {
  if (layers.length === 0) return null;
  return (
    <fieldset>
      <legend class="group-name">{t(`group.${group}`)}</legend>
      {layers.map((layer) => (
        <LayerRow key={layer.name} layer={layer} />
      ))}
    </fieldset>
  );
}

function LayerRow({ layer }: { readonly layer: Layer }) {
  const live = useLive();
  const on = live.shown.value.includes(layer.name);
  const [filterOpen, setFilterOpen] = useState(false);
  const tooFar = layer.minzoom - (live.view.value?.zoom ?? layer.minzoom);
  return (
    <div class="layer">
      <label class="layer-name">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => toggleLayer(live, layer.name, event.currentTarget.checked)}
        />
        <span>{pick(layer.title)}</span>
      </label>
      <span class="layer-tools">
        {on && fieldsOf(layer.parameters).length > 0 && (
          <FilterButton layer={layer} open={filterOpen} toggle={() => setFilterOpen(!filterOpen)} />
        )}
        {on && live.session.permissions.includes(MAY_EXPORT) && <PageLink layer={layer} />}
      </span>
      {on && tooFar > 0 && <p class="muted layer-more">{t("layers.from_zoom", { count: tooFar })}</p>}
      {on && <Legend layer={layer} />}
      {on && plays(layer) && <HeatHours layer={layer} />}
      {on && filterOpen && (
        <ParameterForm
          layer={layer}
          values={live.filters.value[layer.name] ?? {}}
          change={(values) => setFilter(live, layer.name, values)}
        />
      )}
    </div>
  );
}

type FilterButtonProps = { readonly layer: Layer; readonly open: boolean; toggle(): void };

function FilterButton({ layer, open, toggle }: FilterButtonProps) {
  const filtered = useLive().filters.value[layer.name] !== undefined;
  const label = `${t("layers.filter")}: ${pick(layer.title)}`;
  return (
    <button
      type="button"
      class={filtered ? "filtered" : ""}
      title={label}
      aria-label={filtered ? `${label}, ${t("layers.filtered")}` : label}
      aria-expanded={open}
      onClick={toggle}
    >
      <Funnel size={16} aria-hidden="true" />
    </button>
  );
}

/** The layer as it is filtered now, on a page that can be kept. */
function PageLink({ layer }: { readonly layer: Layer }) {
  const parameters = useLive().filters.value[layer.name] ?? {};
  const address = `/layers/${layer.name}/map.html${queryString({ ...parameters, lang: language.value })}`;
  const label = `${t("layers.page")}: ${pick(layer.title)}`;
  return (
    <a class="icon-link" href={address} target="_blank" rel="noreferrer" title={label} aria-label={label}>
      <ExternalLink size={16} aria-hidden="true" />
    </a>
  );
}
