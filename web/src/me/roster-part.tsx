/** When one is on duty in the coming two weeks. */

import { getRoster } from "../api/me";
import { t } from "../i18n";
import { civilDay, civilMinute } from "../time/town-time";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";

export function RosterPart({ zone }: { readonly zone: string }) {
  const roster = useResource("roster", getRoster);
  const minute = (at: string) => civilMinute(new Date(at), zone);
  return (
    <section class="part" aria-label={t("me.roster")}>
      <h2>{t("me.roster")}</h2>
      <Faces of={roster} empty={({ rows }) => (rows.length === 0 ? t("me.roster_none") : null)}>
        {({ rows }) => (
          <ul class="rows">
            {rows.map(({ begin, end, kind }) => (
              <li key={begin} class="row">
                {civilDay(new Date(begin), zone)} {minute(begin)}–{minute(end)} {t(`me.kind_${kind}`)}
              </li>
            ))}
          </ul>
        )}
      </Faces>
    </section>
  );
}
