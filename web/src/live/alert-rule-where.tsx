/** Where a rule rings: grids that are clicked on the map, or areas that are drawn there. */

import { X } from "lucide-preact";
import { t } from "../i18n";
import { closed, type Ruling, withGrid } from "./ruling";

type Props = { readonly ruling: Ruling; set(ruling: Ruling): void };

const WAYS = ["grids", "area"] as const;

export function RuleWhere({ ruling, set }: Props) {
  return (
    <fieldset class="rule-part">
      <legend>{t("rules.where")}</legend>
      {WAYS.map((by) => (
        <button
          key={by}
          type="button"
          class="button"
          aria-pressed={ruling.by === by}
          onClick={() => set({ ...ruling, by })}
        >
          {t(`rules.where_${by}`)}
        </button>
      ))}
      {ruling.by === "grids" ? <Grids ruling={ruling} set={set} /> : <Areas ruling={ruling} set={set} />}
    </fieldset>
  );
}

function Grids({ ruling, set }: Props) {
  const { grids } = ruling.rule;
  return (
    <>
      <p class="muted">{t("rules.pick_grids")}</p>
      <Chips
        names={grids.map((code) => [code, code])}
        empty={t("rules.no_grids")}
        drop={(code) => set({ ...ruling, rule: withGrid(ruling.rule, code) })}
      />
    </>
  );
}

function Areas({ ruling, set }: Props) {
  const { corners, rule } = ruling;
  const areas = rule.area?.coordinates ?? [];
  const drop = (place: string) => {
    const coordinates = areas.filter((_, at) => String(at) !== place);
    const area = coordinates.length === 0 ? null : { type: "MultiPolygon" as const, coordinates };
    set({ ...ruling, rule: { ...rule, area } });
  };
  return (
    <>
      <p class="muted">{t("rules.draw")}</p>
      <p role="status">
        {t("rules.areas", { count: areas.length })}
        {corners.length > 0 && `${t("account.and")}${t("rules.corners", { count: corners.length })}`}
      </p>
      <button type="button" class="button" disabled={corners.length < 3} onClick={() => set(closed(ruling))}>
        {t("rules.close")}
      </button>
      <button
        type="button"
        class="button"
        disabled={corners.length === 0}
        onClick={() => set({ ...ruling, corners: corners.slice(0, -1) })}
      >
        {t("rules.corner_back")}
      </button>
      <Chips names={areas.map((_, at) => [String(at), `${t("rules.area")} ${at + 1}`])} drop={drop} />
    </>
  );
}

type ChipsProps = {
  readonly names: readonly (readonly [key: string, words: string])[];
  readonly empty?: string;
  drop(key: string): void;
};

/** What was chosen, each with a way to take it out again. */
export function Chips({ names, empty, drop }: ChipsProps) {
  if (names.length === 0) return empty === undefined ? null : <p class="muted">{empty}</p>;
  return (
    <ul class="chips">
      {names.map(([key, words]) => (
        <li key={key}>
          {words}
          <button type="button" aria-label={t("rules.drop", { what: words })} onClick={() => drop(key)}>
            <X size={16} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
