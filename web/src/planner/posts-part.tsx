/** Where the posts go whose grids the draft ends: as proposed, or as chosen here. */

import { useState } from "preact/hooks";
import type { Going } from "../api/draft-types";
import { choosePost, getPosts } from "../api/drafts";
import { named, t } from "../i18n";
import { announce } from "../ui/announce";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";
import { isOpen, usePlanner } from "./state";

const ENDS = "ends";
const OPEN = "";

export function PostsPart() {
  const { draft } = usePlanner();
  const { id = 0, revision = 0 } = draft.value ?? {};
  const posts = useResource(`posts ${id} ${revision}`, (signal) => getPosts(id, { signal }));
  return (
    <Faces of={posts}>
      {({ rows }) =>
        rows.length === 0 ? null : (
          <section>
            <h3>{t("plan.posts")}</h3>
            <p class="muted">{t("plan.posts_hint")}</p>
            <ul class="rows">
              {rows.map((row) => (
                <Row key={row.post} row={row} again={posts.again} />
              ))}
            </ul>
          </section>
        )
      }
    </Faces>
  );
}

type Props = { readonly row: Going; again(): void };

function Row({ row, again }: Props) {
  const planner = usePlanner();
  const [fault, setFault] = useState("");
  const { post, name, kind, grid, by, settled } = row;
  const choose = async (value: string) => {
    if (value === OPEN) return;
    try {
      await choosePost(planner.draft.peek()?.id ?? 0, post, value === ENDS ? null : value);
      announce(t("plan.post_chosen", { name }));
      setFault("");
      again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    }
  };
  return (
    <li class="plan-show">
      <label class="plan-choice">
        <span>
          {grid} · {named("post", kind)} {name}
        </span>
        <select
          disabled={!isOpen(planner)}
          value={settled ? (row.to ?? ENDS) : OPEN}
          onChange={(event) => void choose(event.currentTarget.value)}
        >
          <Choices row={row} />
        </select>
      </label>
      <p class="muted">{by ? t("plan.post_by", { by }) : t(`plan.post_${settled ? "proposed" : "open"}`)}</p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </li>
  );
}

/** Those that took ground come first, with their households, then the other grids of the draft. */
function Choices({ row }: { readonly row: Going }) {
  const { partition } = usePlanner();
  const heirs = new Set(row.heirs.map(({ code }) => code));
  const others = [...(partition.value?.grids.values() ?? [])].filter(({ code }) => !heirs.has(code));
  return (
    <>
      {!row.settled && <option value={OPEN}>{t("plan.post_choose")}</option>}
      {row.heirs.map(({ code, name, households }) => (
        <option key={code} value={code}>
          {t("plan.post_heir", { code, name, households })}
        </option>
      ))}
      {others.map(({ code, name }) => (
        <option key={code} value={code}>
          {code} {name}
        </option>
      ))}
      <option value={ENDS}>{t("plan.post_ends")}</option>
    </>
  );
}
