/** What the signs and colours of a layer mean, drawn from the same rules as the map. */

import type { Layer, PaintedSymbol, Ramp, Rule } from "../api/layer";
import { pick } from "../i18n";
import { cornersOf } from "../map/symbols";
import { theme } from "./theme";

export function Legend({ layer }: { readonly layer: Layer }) {
  const rules = layer.style.rules.filter((rule) => rule.label !== null);
  const { ramp } = layer.style;
  if (rules.length === 0 && ramp === null) return null;
  return (
    <div class="legend">
      {rules.map((rule) => (
        <LegendRow key={rule.label?.zh} rule={rule} under={casingOf(rule, layer)} kind={layer.kind} />
      ))}
      {ramp && <RampBar ramp={ramp} />}
    </div>
  );
}

/** The rules without a word of their own that paint the same features first: a road's casing. */
function casingOf(rule: Rule, { style }: Layer): readonly Rule[] {
  return style.rules
    .slice(0, style.rules.indexOf(rule))
    .filter(
      ({ label, field, values }) =>
        label === null && field === rule.field && `${values}` === `${rule.values}`,
    );
}

type RowProps = { readonly rule: Rule; readonly under: readonly Rule[]; readonly kind: Layer["kind"] };

function LegendRow({ rule, under, kind }: RowProps) {
  return (
    <div class="legend-row">
      <Swatch symbols={[...under, rule].map(({ symbol }) => symbol)} kind={kind} />
      <span>{rule.label && pick(rule.label)}</span>
    </div>
  );
}

const WIDTH = 24;
const HEIGHT = 16;

type SwatchProps = { readonly symbols: readonly PaintedSymbol[]; readonly kind: Layer["kind"] };

function Swatch({ symbols, kind }: SwatchProps) {
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`${-WIDTH / 2} ${-HEIGHT / 2} ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      {symbols.map((symbol, index) => (
        <Sign key={index} symbol={symbol} kind={kind} />
      ))}
    </svg>
  );
}

function Sign({ symbol, kind }: { readonly symbol: PaintedSymbol; readonly kind: Layer["kind"] }) {
  const look = paintOf(symbol);
  if (kind === "line") return <line x1={-11} x2={11} {...look} />;
  if (kind === "polygon") return <rect x={-10} y={-6} width={20} height={12} {...look} />;
  const radius = Math.min(symbol.radius, 6);
  if (symbol.shape === "circle") return <circle r={radius} {...look} />;
  const points = cornersOf(symbol.shape, radius).map((corner) => corner.join(","));
  return <polygon points={points.join(" ")} {...look} />;
}

function paintOf({ fill, fill_opacity, stroke, stroke_opacity, stroke_width, dash }: PaintedSymbol) {
  return {
    fill: fill?.[theme.value] ?? "none",
    "fill-opacity": fill_opacity,
    stroke: stroke?.[theme.value] ?? "none",
    "stroke-opacity": stroke_opacity,
    "stroke-width": Math.min(stroke_width, HEIGHT / 2),
    "stroke-dasharray": dash.join(" "),
  };
}

function RampBar({ ramp }: { readonly ramp: Ramp }) {
  const stops = ramp.stops.map(([share, colour]) => `${colour} ${share * 100}%`);
  return (
    <div class="ramp">
      <div class="ramp-bar" style={{ backgroundImage: `linear-gradient(to right, ${stops.join(", ")})` }} />
      <span>{pick(ramp.low)}</span>
      <span>{pick(ramp.high)}</span>
    </div>
  );
}
