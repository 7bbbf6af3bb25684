/** Where the town lies: its outline from a file, or one point, and the metric CRS that follows. */

import { useContext, useState } from "preact/hooks";
import { Problem } from "../api/client";
import { getCrs, type MetricCrs, readOutline, type SentFile } from "../api/setup";
import { t } from "../i18n";
import { problemFrom } from "../ui/resource";
import { Code } from "./code";
import { Declaring } from "./declaring";
import type { Change, Draft } from "./draft";
import { Field } from "./field";
import { OutlineFacts } from "./outline-facts";
import { MOST_BYTES, pointFrom, sentFile } from "./outline-file";
import { setUpReason } from "./reason";

type Props = { readonly draft: Draft; readonly change: Change };

export function PlacePart({ draft, change }: Props) {
  const [crs, setCrs] = useState<MetricCrs | null>(draft.outline?.proposed ?? null);
  const propose = (proposed: MetricCrs) => {
    setCrs(proposed);
    change({ epsg: proposed.epsg });
  };
  return (
    <fieldset>
      <legend>{t("setup.place")}</legend>
      <OutlinePart draft={draft} change={change} propose={propose} />
      <PointPart propose={propose} />
      <MetricPart draft={draft} change={change} known={crs} setKnown={setCrs} />
    </fieldset>
  );
}

type Proposing = { propose(crs: MetricCrs): void };

function OutlinePart({ draft, change, propose }: Props & Proposing) {
  const code = useContext(Code);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [tried, setTried] = useState<SentFile | null>(null);
  const read = async (file: SentFile) => {
    setTried(file);
    setBusy(true);
    setRefused(null);
    change({ file: null, outline: null });
    try {
      const outline = await readOutline(code, file);
      change({ file, outline });
      propose(outline.proposed);
    } catch (reason) {
      setRefused(problemFrom(reason));
    }
    setBusy(false);
  };
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > MOST_BYTES) setRefused(new Problem(413, t("setup.too_large"), null, null));
    else await read(await sentFile(file));
  };
  return (
    <div class="field">
      <span class="file-title">{t("setup.outline")}</span>
      <input
        id="outline"
        class="heard"
        type="file"
        accept=".gpkg,.geojson,.json,.zip,.kml,.kmz,.dxf,.csv,.xlsx"
        aria-describedby="outline-hint"
        onChange={(event) => choose(event.currentTarget.files?.[0])}
      />
      <label for="outline" class="button file-button">
        {t("setup.choose_file")}
      </label>
      <span>{tried?.name}</span>
      <p id="outline-hint" class="muted">
        {t("setup.outline_hint")}
      </p>
      <div aria-live="polite">
        {busy && <p>{t("setup.reading")}</p>}
        {refused && <p class="fault">{setUpReason(refused)}</p>}
        {draft.outline && <OutlineFacts outline={draft.outline} />}
      </div>
      {refused?.status === 422 && tried && <Declaring file={tried} read={read} />}
    </div>
  );
}

function PointPart({ propose }: Proposing) {
  const code = useContext(Code);
  const [text, setText] = useState("");
  const [fault, setFault] = useState("");
  const ask = async () => {
    const point = pointFrom(text);
    setFault(point ? "" : t("setup.need_point"));
    if (point === null) return;
    await getCrs(code, point).then(propose, (reason) => setFault(setUpReason(reason)));
  };
  return (
    <div class="asking">
      <Field
        id="point"
        label={t("setup.point")}
        hint={t("setup.point_hint")}
        value={text}
        autocomplete="off"
        set={setText}
      />
      <button type="button" class="button" onClick={ask}>
        {t("setup.propose")}
      </button>
      <p class="fault" role="alert">
        {fault}
      </p>
    </div>
  );
}

type Knowing = { readonly known: MetricCrs | null; setKnown(crs: MetricCrs | null): void };

function MetricPart({ draft, change, known, setKnown }: Props & Knowing) {
  const code = useContext(Code);
  const [fault, setFault] = useState("");
  const set = async (text: string) => {
    const epsg = Number.parseInt(text.replace(/^EPSG:/i, ""), 10);
    const given = Number.isNaN(epsg) ? null : epsg;
    change({ epsg: given });
    setKnown(null);
    setFault("");
    if (given === null || given < 1000) return;
    await getCrs(code, { epsg: given }).then(setKnown, (reason) => setFault(setUpReason(reason)));
  };
  const name = known?.epsg === draft.epsg ? known?.name : undefined;
  return (
    <>
      <Field
        id="epsg"
        label={t("setup.crs")}
        hint={name ?? t("setup.crs_hint")}
        value={draft.epsg === null ? "" : String(draft.epsg)}
        autocomplete="off"
        set={set}
      />
      <p class="fault" role="alert">
        {fault}
      </p>
    </>
  );
}
