/** What something of people is read for, before it is read. */

import { useState } from "preact/hooks";
import { isBound, type Why, whyOf } from "../api/purposes";
import type { Purpose } from "../api/types";
import { t } from "../i18n";
import { ReferenceChoice } from "../ui/reference-choice";
import { useInspector } from "./state";

/** What is read here is of many people, so none of them alone can ask for it. */
const OFFERED: readonly Purpose[] = ["finding", "case", "alert", "drill"];

type Props = {
  readonly id: string;
  /** The grid and day that a finding is of; null where it is to be chosen. */
  readonly found: string | null;
  readonly busy: boolean;
  readonly submit: string;
  read(why: Why): void;
};

export function AskForm({ id, found, busy, submit, read }: Props) {
  const { period, zone } = useInspector();
  const [purpose, setPurpose] = useState<Purpose | "">("");
  const [reference, setReference] = useState("");
  const known = purpose === "finding" && found !== null;
  const why = whyOf(purpose, known ? found : reference);
  const send = (event: Event) => {
    event.preventDefault();
    if (why !== null) read(why);
  };
  return (
    <form class="insp-form" onSubmit={send}>
      <label>
        <span>{t("playback.purpose")}</span>
        <select
          required
          value={purpose}
          onChange={(event) => {
            setPurpose(event.currentTarget.value as Purpose | "");
            setReference("");
          }}
        >
          <option value="">{t("playback.choose")}</option>
          {OFFERED.map((one) => (
            <option key={one} value={one}>
              {t(`purpose.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {purpose !== "" && !known && isBound(purpose) && (
        <ReferenceChoice
          key={purpose}
          id={id}
          purpose={purpose}
          day={purpose === "finding" ? period.value.to : null}
          person={null}
          zone={zone}
          value={reference}
          set={setReference}
        />
      )}
      <button type="submit" class="button primary" disabled={busy || why === null}>
        {busy ? t("playback.busy") : submit}
      </button>
      <p class="muted">{t("playback.on_record")}</p>
    </form>
  );
}
