/** The list of layers: what is on, what its signs mean, how it is filtered. */

import { Funnel } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Group, Layer } from "../api/layer";
import { pick, t } from "../i18n";
import { Legend } from "../ui/legend";
import { ParameterForm } from "./parameter-form";
import { fieldsOf } from "./parameters";
import { setFilter, toggleLayer, useLive } from "./state";

const GROUPS: readonly Group[] = ["governance", "analysis", "boundaries", "ground"];

export function LayersPanel() {
  const { layers } = useLive();
  return (
    <section class="layers" aria-label={t("layers.title")}>
      {layers.length === 0 && <p class="empty">{t("layers.none")}</p>}
      {GROUPS.map((group) => (
        <GroupOf key={group} group={group} layers={layers.filter((layer) => layer.group === group)} />
      ))}
    </section>
  );
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
      {on && <Filter layer={layer} />}
      {on && tooFar > 0 && <p class="muted layer-more">{t("layers.from_zoom", { count: tooFar })}</p>}
      {on && <Legend layer={layer} />}
    </div>
  );
}

function Filter({ layer }: { readonly layer: Layer }) {
  const live = useLive();
  const [open, setOpen] = useState(false);
  const values = live.filters.value[layer.name] ?? {};
  const filtered = Object.keys(values).length > 0;
  if (fieldsOf(layer.parameters).length === 0) return null;
  const label = `${t("layers.filter")}: ${pick(layer.title)}`;
  return (
    <>
      <button
        type="button"
        class={filtered ? "layer-filter filtered" : "layer-filter"}
        title={label}
        aria-label={filtered ? `${label}, ${t("layers.filtered")}` : label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Funnel size={16} aria-hidden="true" />
      </button>
      {open && (
        <ParameterForm layer={layer} values={values} change={(next) => setFilter(live, layer.name, next)} />
      )}
    </>
  );
}
