/** What a reading is bound to: one of the events, alerts, grids or requests that exist, or a number of one. */

import { useState } from "preact/hooks";
import { type Bound, type Choice, getChoices } from "../api/purposes";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { reasonOf } from "./faces";
import { useResource } from "./resource";

type Props = {
  readonly id: string;
  readonly purpose: Bound;
  /** The day of a finding; null for today. */
  readonly day: string | null;
  /** Whose reading it is when it is one person's; what somebody asked for himself is for no other. */
  readonly person: number | null;
  readonly zone: string;
  readonly value: string;
  set(reference: string): void;
};

/** The choice that lets the reader write a number which is not listed. */
const WRITTEN = "written";

export function ReferenceChoice({ id, purpose, day, person, zone, value, set }: Props) {
  const [writing, setWriting] = useState(false);
  const { resource } = useResource(`${purpose} ${day}`, (signal) => getChoices(purpose, day, { signal }));
  const rows = resource.face === "data" ? rowsFor(resource.data, purpose, person) : [];
  const known = rows.some(({ reference }) => reference === value);
  const choose = (chosen: string) => {
    setWriting(chosen === WRITTEN);
    set(chosen === WRITTEN ? "" : chosen);
  };
  return (
    <label for={id} class="reference">
      <span>{t(`purpose.bound_${purpose}`)}</span>
      <select
        id={id}
        required
        disabled={resource.face !== "data"}
        value={writing ? WRITTEN : known ? value : ""}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="">{hintOf(resource.face, purpose, rows.length, person)}</option>
        {rows.map((row) => (
          <option key={row.reference} value={row.reference}>
            {wordsOf(row, purpose, zone)}
          </option>
        ))}
        {purpose === "case" && <option value={WRITTEN}>{t("purpose.write")}</option>}
      </select>
      {writing && (
        <input
          type="text"
          required
          maxLength={80}
          aria-label={t("purpose.write")}
          value={value}
          onInput={(event) => set(event.currentTarget.value.trim())}
        />
      )}
      {resource.face === "error" && <span role="alert">{reasonOf(resource.problem)}</span>}
    </label>
  );
}

function rowsFor(rows: readonly Choice[], purpose: Bound, person: number | null): readonly Choice[] {
  return purpose === "own_request" ? rows.filter((row) => row.person === person) : rows;
}

function hintOf(face: string, purpose: Bound, count: number, person: number | null): string {
  if (face === "loading") return t("app.loading");
  if (purpose === "own_request" && person === null) return t("purpose.pick_person");
  return t(count === 0 ? "purpose.none" : "playback.choose");
}

function wordsOf(row: Choice, purpose: Bound, zone: string): string {
  const at = row.at && short(new Date(row.at), now.peek(), zone);
  const parts = [kindOf(row, purpose), row.name, row.title, at, numberOf(row, purpose)];
  return parts.filter(Boolean).join(" · ");
}

function kindOf({ kind }: Choice, purpose: Bound): string | null {
  if (kind === null) return null;
  if (purpose === "own_request") return t(`me.asking_${kind}` as "me.asking_question");
  return kind === "sos" ? "SOS" : t(`alerts.kind_${kind}` as "alerts.kind_enter");
}

/** A grid's code without the day, which the form shows already. */
function numberOf({ reference }: Choice, purpose: Bound): string {
  return purpose === "finding" ? (reference.split("/")[0] ?? "") : reference;
}
