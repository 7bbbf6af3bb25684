/** What one is told from the command centre; shown is seen, and those who sent it see that. */

import { useEffect, useRef } from "preact/hooks";
import { getOwnMessages, type Message, markSeen } from "../api/messages";
import { t } from "../i18n";
import { now } from "../time/now";
import { short } from "../time/town-time";
import { usePolled } from "../ui/polled";
import { shake } from "./shake";

const EVERY_MS = 10_000;
/** Two short shakes. */
const SHAKE: readonly number[] = [300, 150, 300];

const load = (signal: AbortSignal) => getOwnMessages({ signal });

export function MessagePart({ zone }: { readonly zone: string }) {
  const rows = usePolled(load, EVERY_MS).data?.rows ?? [];
  const said = useSeen(rows);
  // nothing is said to be seen that was folded away
  const open = rows.filter(({ id, seen_at }, place) => place === 0 || seen_at === null || said.has(id));
  const older = rows.filter((row) => !open.includes(row));
  // whoever was told nothing sees nothing of it
  if (open.length === 0) return null;
  return (
    <section class="part" aria-label={t("me.messages")}>
      <h2>{t("me.messages")}</h2>
      <ul class="rows" aria-live="polite">
        {open.map((row) => (
          <Row key={row.id} row={row} zone={zone} />
        ))}
      </ul>
      {older.length > 0 && (
        <details>
          <summary>{t("me.messages_older")}</summary>
          <ul class="rows">
            {older.map((row) => (
              <Row key={row.id} row={row} zone={zone} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Say once that each message was seen, as soon as the page is in front of somebody; a new one shakes the phone. */
function useSeen(rows: readonly Message[]): ReadonlySet<number> {
  const said = useRef(new Set<number>());
  useEffect(() => {
    const see = () => {
      if (document.visibilityState !== "visible") return;
      const fresh = rows.filter(({ id, seen_at }) => seen_at === null && !said.current.has(id));
      if (fresh.length > 0) shake(SHAKE);
      for (const { id } of fresh) {
        said.current.add(id);
        // told again when the rows come again
        markSeen(id).catch(() => said.current.delete(id));
      }
    };
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [rows]);
  return said.current;
}

function Row({ row, zone }: { readonly row: Message; readonly zone: string }) {
  return (
    <li class="row">
      <span>{row.words}</span>
      <span class="muted">
        {row.by} · {short(new Date(row.sent_at), now.value, zone)}
      </span>
    </li>
  );
}
