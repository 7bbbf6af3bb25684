/** What consoles did in the last day, on one page. */

import { getLog, LOG_HOURS } from "../api/console";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { linesOf, wordsOf } from "./log";

export function LogPart({ zone }: { readonly zone: string }) {
  const log = useResource("log", getLog);
  return (
    <section class="console-part console-log" aria-label={t("console.log", { hours: LOG_HOURS })}>
      <h2>{t("console.log", { hours: LOG_HOURS })}</h2>
      <Faces of={log} empty={({ rows }) => (rows.length === 0 ? t("console.log_none") : null)}>
        {({ rows, everybody }) => (
          <>
            {!everybody && <p class="muted">{t("console.log_own")}</p>}
            <ul class="console-lines">
              {linesOf(rows, zone).map((line) => (
                <li key={[line.hour, line.actor, line.action, line.refused].join()}>
                  <span class="muted">{line.hour}</span> {line.actor} {wordsOf(line)}
                </li>
              ))}
            </ul>
          </>
        )}
      </Faces>
    </section>
  );
}
