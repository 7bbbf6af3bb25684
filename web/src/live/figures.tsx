/** The strip of figures over the list; each opens the rows it counts. */

import { getSummary } from "../api/calls";
import type { Figure } from "../api/types";
import { language, pick, t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { type Live, toggleLayer, useLive } from "./state";

/** There is nothing to count before the first edition of the boundaries is in force. */
const NO_EDITION = 404;

export function Figures() {
  const live = useLive();
  const summary = useResource("summary", (signal) => getSummary({ signal }));
  return (
    <section class="figures" aria-label={t("figures.label")}>
      <Faces
        of={summary}
        empty={({ figures }) => (figures.length === 0 ? t("figures.none") : null)}
        refused={({ status }) =>
          status === NO_EDITION ? <p class="empty">{t("figures.no_edition")}</p> : null
        }
      >
        {({ figures }) =>
          figures.map((figure) => <FigureCell key={figure.key} figure={figure} live={live} />)
        }
      </Faces>
    </section>
  );
}

function FigureCell({ figure, live }: { readonly figure: Figure; readonly live: Live }) {
  const open = openerOf(figure.key, live);
  const value = figure.value.toLocaleString(language.value);
  const inside = (
    <>
      <span class="figure-value">{value}</span>
      <span class="figure-name">{pick(figure)}</span>
    </>
  );
  if (open === null) return <div class="figure">{inside}</div>;
  return (
    <button
      type="button"
      class="figure"
      title={t("figures.show", { name: pick(figure), value })}
      onClick={open}
    >
      {inside}
    </button>
  );
}

/** People and events have lists of their own; what else is a layer is switched on. */
function openerOf(key: string, live: Live): (() => void) | null {
  if (key === "people" || key === "events") {
    return () => {
      live.tab.value = key;
    };
  }
  if (!live.layers.some((layer) => layer.name === key)) return null;
  return () => {
    toggleLayer(live, key, true);
    live.layersOpen.value = true;
  };
}
