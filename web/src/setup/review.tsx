/** Everything once more before it is written, and the button that founds the town. */

import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { foundTown } from "../api/setup";
import { language, t } from "../i18n";
import { Code } from "./code";
import { type Draft, exampleCode, foundingOf } from "./draft";
import { OutlineFacts } from "./outline-facts";
import { setUpReason } from "./reason";

type Props = { readonly draft: Draft; back(): void };

export function Review({ draft, back }: Props) {
  const code = useContext(Code);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const found = async () => {
    setBusy(true);
    setRefused(null);
    try {
      await foundTown(code, foundingOf(draft));
      window.location.replace("/");
    } catch (reason) {
      setRefused(reason);
      setBusy(false);
    }
  };
  return (
    <section class="review">
      <h2 ref={heading} tabIndex={-1}>
        {t("setup.review")}
      </h2>
      <Facts draft={draft} />
      {draft.outline ? <OutlineFacts outline={draft.outline} /> : <p>{t("setup.no_outline")}</p>}
      <p class="fault" role="alert">
        {refused !== null && setUpReason(refused)}
      </p>
      <div class="steps">
        <button type="button" class="button" disabled={busy} onClick={back}>
          {t("setup.back")}
        </button>
        <button type="button" class="button primary" disabled={busy} onClick={found}>
          {busy ? t("setup.busy") : t("setup.found")}
        </button>
      </div>
    </section>
  );
}

function Facts({ draft }: { readonly draft: Draft }) {
  const { town, squads, account } = foundingOf(draft);
  const levels = town.levels.map(
    (level) => `${language.value === "zh" ? level.zh : level.en} ${level.digits}`,
  );
  const rows: readonly (readonly [string, string])[] = [
    [t("setup.name"), town.name === town.name_en ? town.name : `${town.name} ${town.name_en}`],
    [t("setup.levels"), levels.join(" · ")],
    [t("setup.example"), exampleCode(town.code_prefix, town.levels)],
    [t("setup.zone"), town.time_zone],
    [t("setup.crs"), `EPSG:${town.metric_crs}`],
    [t("setup.squads"), squads.map(({ code, name }) => `${code} ${name}`).join(" · ") || t("setup.none")],
    [t("setup.account"), account.name],
  ];
  return (
    <dl class="facts">
      {rows.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
