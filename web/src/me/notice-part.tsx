/** The notice: read and confirmed before anything is recorded, folded away afterwards. */

import { useState } from "preact/hooks";
import { confirmNotice, getNotice, type Me, type Notice, withdrawNotice } from "../api/me";
import { language, t } from "../i18n";
import { exact } from "../time/town-time";
import { Faces, reasonOf } from "../ui/faces";
import { problemFrom, useResource } from "../ui/resource";

type Props = { readonly me: Me; again(): Promise<void> };

export function NoticePart({ me, again }: Props) {
  const wanted = language.value;
  const notice = useResource(wanted, (signal) => getNotice(wanted, signal));
  const unread = me.notice.needed && !me.notice.current;
  const first = me.notice.confirmed[0];
  return (
    <section class="part notice" aria-label={t("me.notice")}>
      {unread && first && <p>{t("me.notice_changed")}</p>}
      <Faces of={notice}>
        {(text) =>
          unread ? (
            <>
              <h2>{text.title}</h2>
              <Sections notice={text} />
              <Confirm notice={text} again={again} />
            </>
          ) : (
            <details>
              <summary>
                <h2>{text.title}</h2>
              </summary>
              <Sections notice={text} />
              {!me.notice.needed && <p class="muted">{t("me.notice_unneeded")}</p>}
              {me.notice.confirmed.map(({ version, at }) => (
                <p key={at} class="muted">
                  {t("me.notice_confirmed", { version, time: exact(new Date(at), me.town.time_zone) })}
                </p>
              ))}
              {first && <Withdraw again={again} />}
            </details>
          )
        }
      </Faces>
    </section>
  );
}

function Sections({ notice }: { readonly notice: Notice }) {
  return (
    <>
      {notice.sections.map(({ title, words }) => (
        <div key={title} class="section">
          <h3>{title}</h3>
          <p>{words}</p>
        </div>
      ))}
    </>
  );
}

function Confirm({ notice, again }: { readonly notice: Notice; again(): Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const confirm = async () => {
    setBusy(true);
    setFault("");
    try {
      await confirmNotice(notice);
      await again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class="button primary wide" disabled={busy} onClick={confirm}>
        {t("me.notice_confirm")}
      </button>
      <p class="fault" role="alert">
        {fault}
      </p>
    </>
  );
}

/** Asks once, for from then on nothing is recorded. */
function Withdraw({ again }: { again(): Promise<void> }) {
  const [asks, setAsks] = useState(false);
  const [fault, setFault] = useState("");
  const withdraw = async () => {
    try {
      await withdrawNotice();
      await again();
    } catch (reason) {
      setFault(reasonOf(problemFrom(reason)));
    }
  };
  if (!asks) {
    return (
      <button type="button" class="button wide" onClick={() => setAsks(true)}>
        {t("me.notice_withdraw")}
      </button>
    );
  }
  return (
    <>
      <p>{t("me.notice_withdraw_ask")}</p>
      <button type="button" class="button urgent wide" onClick={withdraw}>
        {t("me.notice_withdraw_sure")}
      </button>
      <button type="button" class="button wide" onClick={() => setAsks(false)}>
        {t("me.sos_cancel")}
      </button>
      <p class="fault" role="alert">
        {fault}
      </p>
    </>
  );
}
