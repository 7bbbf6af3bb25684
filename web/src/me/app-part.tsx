/** How the phone's app is set up: by a link, by a file, or by copying; and what else the phone must allow. */

import { useEffect, useState } from "preact/hooks";
import { type AppSetup, getApp, type Me } from "../api/me";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { useResource } from "../ui/resource";
import { Brands } from "./brands";
import { CopyButton } from "./copy-button";

type Props = { readonly me: Me; readonly token: string; readonly inWeChat: boolean };

export function AppPart({ me, token, inWeChat }: Props) {
  const app = useResource(token, () => getApp(token));
  return (
    <section class="part" aria-label={t("me.app")}>
      <details open={me.phone.seen_at === null}>
        <summary>
          <h2>{t("me.app")}</h2>
        </summary>
        <Faces of={app} refused={(problem) => (problem.status === 404 ? <p>{t("me.app_changed")}</p> : null)}>
          {(setup) => (
            <>
              <p>{t(hintOf(me.phone.protocol))}</p>
              {setup.otrc && <OwnTracks setup={setup} inWeChat={inWeChat} name={me.phone.name} />}
              <Lines setup={setup} />
            </>
          )}
        </Faces>
        <Brands />
      </details>
    </section>
  );
}

type OwnTracksProps = { readonly setup: AppSetup; readonly inWeChat: boolean; readonly name: string };

function OwnTracks({ setup, inWeChat, name }: OwnTracksProps) {
  const text = JSON.stringify(setup.otrc, null, 2);
  const file = useFile(text);
  return (
    <div class="ways">
      {inWeChat ? (
        <p>{t("me.app_outside")}</p>
      ) : (
        <a class="button primary wide" href={setup.link ?? ""}>
          {t("me.app_open")}
        </a>
      )}
      <a class="button wide" href={file} download={`${name}.otrc`}>
        {t("me.app_file")}
      </a>
      <CopyButton words={t("me.app_copy")} text={text} />
    </div>
  );
}

function Lines({ setup }: { readonly setup: AppSetup }) {
  return (
    <dl class="facts lines">
      {setup.lines.map(({ what, value }) => (
        <div key={what}>
          <dt>{t(`me.line_${what}`)}</dt>
          <dd>
            <code>{value}</code>
            <CopyButton words={t("me.copy")} text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The address of a file that the browser holds itself. */
function useFile(text: string): string {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return address;
}

function hintOf(protocol: string): "me.hint_owntracks" | "me.hint_osmand" | "me.hint_plain" {
  if (protocol === "owntracks") return "me.hint_owntracks";
  return protocol === "osmand" ? "me.hint_osmand" : "me.hint_plain";
}
