/** The scan of the signed file: brought in under the digest on its pages, and handed out again. */

import { useState } from "preact/hooks";
import { type Scan, type Standing, scanAddress, sendScan } from "../api/publishing";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";
import { EDITS, EXPORTS, usePlanner } from "./state";

type Props = { readonly standing: Standing; again(): void };

const KINDS = "application/pdf,image/jpeg,image/png";
const KIB = 1024;

export function Scans({ standing, again }: Props) {
  const { draft, session } = usePlanner();
  const may = session.permissions.includes(EDITS) && draft.value?.status !== "draft";
  return (
    <section>
      <h3>{t("plan.scans")}</h3>
      <p class="muted plan-digest">{t("plan.digest", { digest: standing.digest })}</p>
      <ul class="rows">
        {standing.scans.map((scan) => (
          <Row key={scan.id} scan={scan} current={scan.digest === standing.digest} />
        ))}
      </ul>
      {may && <Bring again={again} />}
    </section>
  );
}

function Row({ scan, current }: { readonly scan: Scan; readonly current: boolean }) {
  const { draft, session, town } = usePlanner();
  const when = short(new Date(scan.at), now.peek(), town.time_zone);
  const about = `${scan.kind.toUpperCase()} · ${Math.ceil(scan.bytes / KIB)} KiB · ${when} · ${scan.author}`;
  return (
    <li class="plan-show">
      <p>
        {about}
        {!current && ` · ${t("plan.scan_stale")}`}
      </p>
      {session.permissions.includes(EXPORTS) && (
        <a href={scanAddress(draft.value?.id ?? 0, scan.id)} download>
          {t("plan.scan_load")}
        </a>
      )}
    </li>
  );
}

function Bring({ again }: { again(): void }) {
  const { draft } = usePlanner();
  const [digest, setDigest] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (draft.value === null || file === null || busy) return;
    setBusy(true);
    setFault("");
    try {
      await sendScan(draft.value.id, digest.trim(), file);
      setDigest("");
      again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    }
    setBusy(false);
  };
  return (
    <form class="plan-form" onSubmit={(event) => void submit(event)}>
      <label>
        <span>{t("plan.scan_file")}</span>
        <input
          type="file"
          required
          accept={KINDS}
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <label>
        <span>{t("plan.scan_digest")}</span>
        <input
          required
          maxLength={64}
          value={digest}
          autocomplete="off"
          onInput={(event) => setDigest(event.currentTarget.value)}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="button" disabled={busy || file === null || digest.trim() === ""}>
        {t("plan.scan_send")}
      </button>
    </form>
  );
}
