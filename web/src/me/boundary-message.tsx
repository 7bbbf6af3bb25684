/** What changes in one's grids by the next boundaries: list, small map, and the word that one knows it. */

import { useEffect, useState } from "preact/hooks";
import {
  type BoundaryMessage,
  type GridChange,
  type Ground,
  getBoundaryMessages,
  markMessage,
} from "../api/boundary-messages";
import { named, t } from "../i18n";
import { reasonOf } from "../ui/faces";
import { area } from "../ui/measure";
import { problemFrom, useResource } from "../ui/resource";
import { outlinesOf, WIDE } from "./boundary-picture";

const FATES = { new: "me.boundary_new", void: "me.boundary_void" } as const;

export function BoundaryPart() {
  const messages = useResource("boundaries", getBoundaryMessages);
  const { resource } = messages;
  // whoever has no such message sees nothing of it, also while it is asked for
  const rows = resource.face === "data" ? resource.data.rows : [];
  return (
    <>
      {rows.map((row) => (
        <Message key={row.key} message={row} again={messages.again} />
      ))}
    </>
  );
}

type Props = { readonly message: BoundaryMessage; again(): void };

function Message({ message, again }: Props) {
  const { key, number, first_day, document: paper, seen_at, confirmed_at, withdrawn_at, grids } = message;
  useEffect(() => {
    if (seen_at === null) markMessage(key, "seen").catch(() => undefined);
  }, [key, seen_at]);
  const open = confirmed_at === null && withdrawn_at === null;
  const body = (
    <>
      <p>{t("me.boundary_from", { number, date: first_day, paper })}</p>
      {withdrawn_at !== null && <p class="fault">{t("me.boundary_withdrawn")}</p>}
      {grids.map((grid) => (
        <Grid key={grid.code} grid={grid} />
      ))}
    </>
  );
  return (
    <section class="part" aria-label={t("me.boundary")}>
      {open ? (
        <>
          <h2>{t("me.boundary")}</h2>
          {body}
          <Confirm message={message} again={again} />
        </>
      ) : (
        <details>
          <summary>
            <h2>{t("me.boundary_known", { date: first_day })}</h2>
          </summary>
          {body}
        </details>
      )}
    </section>
  );
}

function Grid({ grid }: { readonly grid: GridChange }) {
  const { code, name, was, fate, gives, gets, goes_to, other_village, other_squad } = grid;
  return (
    <div class="section">
      <h3>
        {code} {name}
      </h3>
      <ul>
        {fate !== "changed" && <li>{t(FATES[fate])}</li>}
        {goes_to.map(({ post, code: to, name: there }) => (
          <li key={`post ${post}`}>
            {to === null
              ? t("me.boundary_post_ends", { post: named("post", post) })
              : t("me.boundary_post", { post: named("post", post), grid: `${to} ${there}` })}
          </li>
        ))}
        {was !== null && was !== name && <li>{t("me.boundary_was", { name: was })}</li>}
        {other_village && <li>{t("me.boundary_village")}</li>}
        {other_squad && <li>{t("me.boundary_squad")}</li>}
        {gives.map((ground) => (
          <li key={`to ${ground.code}`}>{t("me.boundary_gives", wordsOf(ground))}</li>
        ))}
        {gets.map((ground) => (
          <li key={`from ${ground.code}`}>{t("me.boundary_gets", wordsOf(ground))}</li>
        ))}
      </ul>
      <Picture grid={grid} />
    </div>
  );
}

function wordsOf({ code, name, area_m2 }: Ground) {
  return { grid: `${code} ${name}`, area: area(area_m2) };
}

function Picture({ grid }: { readonly grid: GridChange }) {
  const outlines = outlinesOf(grid);
  if (outlines === null) return null;
  return (
    <svg class="outlines" viewBox={`0 0 ${WIDE} ${WIDE}`} role="img" aria-label={t("me.boundary_picture")}>
      <path class="after" d={outlines.after} fill-rule="evenodd" />
      <path class="before" d={outlines.before} fill-rule="evenodd" />
    </svg>
  );
}

function Confirm({ message, again }: Props) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const confirm = async () => {
    setBusy(true);
    setFault("");
    try {
      await markMessage(message.key, "confirmed");
      again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class="button primary wide" disabled={busy} onClick={confirm}>
        {t("me.boundary_confirm")}
      </button>
      <p class="fault" role="alert">
        {fault}
      </p>
    </>
  );
}
