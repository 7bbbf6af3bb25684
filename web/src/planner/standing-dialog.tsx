/** What a draft has behind it on its way: days on show with their links, the signed file, opinions. */

import { useState } from "preact/hooks";
import { getStanding, type Showing, type Standing } from "../api/publishing";
import { t } from "../i18n";
import { copyText } from "../ui/copy";
import { Dialog } from "../ui/dialog";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { inWords } from "./edits";
import { Opinions } from "./opinions";
import { Scans } from "./scans";
import { usePlanner } from "./state";

export function StandingDialog() {
  const { draft, dialog } = usePlanner();
  const { id = 0, status, title = "" } = draft.value ?? {};
  const standing = useResource(`standing ${id} ${status}`, (signal) => getStanding(id, { signal }));
  const close = () => {
    dialog.value = null;
  };
  return (
    <Dialog id="standing" title={t("plan.standing_title", { title })} close={close}>
      <button type="button" class="button" onClick={close}>
        {t("plan.standing_close")}
      </button>
      <Faces of={standing}>
        {(found) => (
          <>
            <Bars standing={found} />
            <Shows showings={found.showings} />
            <Scans standing={found} again={standing.again} />
            {found.showings.length > 0 && <Opinions draft={id} />}
          </>
        )}
      </Faces>
    </Dialog>
  );
}

function Bars({ standing }: { readonly standing: Standing }) {
  const { bars, announce_days, scan_asked } = standing;
  return (
    <section>
      <h3>{t("plan.bars")}</h3>
      {bars.length === 0 ? <p>{t("plan.no_bars")}</p> : null}
      <ul>
        {bars.map((bar) => (
          <li key={bar[1]}>{inWords(bar)}</li>
        ))}
      </ul>
      <p class="muted">
        {t(announce_days > 0 ? "plan.rule_days" : "plan.rule_no_days", { days: announce_days })}{" "}
        {t(scan_asked ? "plan.rule_scan" : "plan.rule_no_scan")}
      </p>
    </section>
  );
}

function Shows({ showings }: { readonly showings: readonly Showing[] }) {
  return (
    <section>
      <h3>{t("plan.shows")}</h3>
      {showings.length === 0 && <p class="muted">{t("plan.no_shows")}</p>}
      <ul class="rows">
        {showings.map((showing) => (
          <Show key={showing.link} showing={showing} />
        ))}
      </ul>
    </section>
  );
}

function Show({ showing }: { readonly showing: Showing }) {
  const [copied, setCopied] = useState(false);
  const { step, link, first_day, last_day, closed_at, opinions } = showing;
  const copy = async () => setCopied(await copyText(new URL(link, window.location.origin).href));
  return (
    <li class="plan-show">
      <p>
        {t(`plan.status_${step}`)} · {first_day} – {last_day}
        {closed_at !== null && ` · ${t("plan.show_closed")}`} · {t("plan.show_opinions", { count: opinions })}
      </p>
      {closed_at === null && (
        <p>
          <a href={link} target="_blank" rel="noopener">
            {t("plan.show_open")}
          </a>{" "}
          <button type="button" class="link" onClick={() => void copy()}>
            {t(copied ? "plan.show_copied" : "plan.show_copy")}
          </button>
        </p>
      )}
    </li>
  );
}
