/** The selected place in the systems people here use, each to copy. */

import { Copy } from "lucide-preact";
import { t } from "../i18n";
import { fromWgs84, type LonLat } from "../map/datum";
import { metricCrs, toMetric } from "../map/metric";
import { announce } from "../ui/announce";
import { copyText } from "../ui/copy";
import { useLive } from "./state";

/** Six decimals of a degree are a decimetre. */
const DECIMALS = 6;

export function Coordinates({ place }: { readonly place: { readonly lon: number; readonly lat: number } }) {
  const { town } = useLive();
  const at: LonLat = [place.lon, place.lat];
  const rows = [
    { name: "WGS-84", value: degrees(at) },
    ...metricRow(at, town.metric_crs),
    { name: "GCJ-02", value: degrees(fromWgs84(at, "gcj02")) },
  ];
  return (
    <section aria-label={t("here.coordinates")}>
      <h3>{t("here.coordinates")}</h3>
      <dl class="facts coordinates">
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span>{value}</span>
              <CopyButton name={name} value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function CopyButton({ name, value }: { readonly name: string; readonly value: string }) {
  const label = t("here.copy", { what: name });
  const copy = async () => {
    const copied = await copyText(value);
    announce(copied ? t("here.copied", { what: name }) : t("here.copy_failed"));
  };
  return (
    <button type="button" title={label} aria-label={label} onClick={copy}>
      <Copy size={16} aria-hidden="true" />
    </button>
  );
}

function degrees([lon, lat]: LonLat): string {
  return `${lon.toFixed(DECIMALS)}, ${lat.toFixed(DECIMALS)}`;
}

/** Surveyors write X for north before Y for east. */
function metricRow(at: LonLat, epsg: number) {
  const crs = metricCrs(epsg);
  if (crs === null) return [];
  const { eastM, northM } = toMetric(at, crs);
  const value = `X ${northM.toFixed(2)}, Y ${eastM.toFixed(2)}`;
  return [{ name: t("here.metric", { crs: crs.name }), value }];
}
