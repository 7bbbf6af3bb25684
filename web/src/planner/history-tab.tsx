/** Every edit of the draft in one sentence, the newest first; those taken back are struck out. */

import type { PastEdit } from "../api/draft-types";
import { getHistory } from "../api/drafts";
import { t } from "../i18n";
import { now } from "../time/now";
import { exact, short } from "../time/town-time";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { inWords } from "./edits";
import { usePlanner } from "./state";

export function HistoryTab() {
  const { draft } = usePlanner();
  const { id = 0, revision = 0 } = draft.value ?? {};
  const history = useResource(`history ${id} ${revision}`, (signal) => getHistory(id, { signal }));
  return (
    <Faces of={history} empty={({ rows }) => (rows.length === 0 ? <p>{t("plan.no_history")}</p> : null)}>
      {({ rows }) => (
        <ol class="rows">
          {[...rows].reverse().map((row) => (
            <Row key={row.seq} row={row} />
          ))}
        </ol>
      )}
    </Faces>
  );
}

function Row({ row }: { readonly row: PastEdit }) {
  const { time_zone } = usePlanner().town;
  const { seq, sentence, author, at, undone } = row;
  const words = inWords(sentence);
  const when = at === null ? null : new Date(at);
  return (
    <li class="row">
      <span class="row-head">
        {seq}. {undone ? <del>{words}</del> : words}
      </span>
      <span class="muted">
        {undone && `${t("plan.undone")} · `}
        {author}
        {when && <time title={exact(when, time_zone)}> · {short(when, now.peek(), time_zone)}</time>}
      </span>
    </li>
  );
}
