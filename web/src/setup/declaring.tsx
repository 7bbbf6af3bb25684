/** The choices where a file does not say what its coordinates are; none is made for anybody. */

import { useState } from "preact/hooks";
import type { Datum, SentFile } from "../api/setup";
import { type Key, t } from "../i18n";

type Declared = Pick<SentFile, "crs" | "datum">;

const CHOICES: readonly { readonly words: Key; readonly declares: Declared }[] = [
  { words: "setup.declare_4549", declares: { crs: "EPSG:4549" } },
  { words: "setup.declare_4490", declares: { crs: "EPSG:4490" } },
  { words: "setup.declare_4326", declares: { crs: "EPSG:4326" } },
  { words: "setup.declare_gcj02", declares: { datum: "gcj02" satisfies Datum } },
  { words: "setup.declare_bd09", declares: { datum: "bd09" satisfies Datum } },
];
const OTHER = CHOICES.length;

type Props = { readonly file: SentFile; read(file: SentFile): void };

export function Declaring({ file, read }: Props) {
  const [chosen, choose] = useState<number | null>(null);
  const [other, setOther] = useState("");
  const [northFirst, setNorthFirst] = useState(false);
  const declared = chosen === OTHER ? { crs: other.trim() } : CHOICES[chosen ?? -1]?.declares;
  const again = () => {
    if (declared === undefined || declared.crs === "") return;
    const axes = northFirst ? ({ axes: "yx" } as const) : {};
    read({ name: file.name, content: file.content, ...declared, ...axes });
  };
  return (
    <fieldset class="declaring">
      <legend>{t("setup.declare")}</legend>
      {[...CHOICES.map(({ words }) => words), "setup.declare_epsg" as const].map((words, index) => (
        <label key={words}>
          <input type="radio" name="declared" checked={chosen === index} onChange={() => choose(index)} />{" "}
          {t(words)}
        </label>
      ))}
      {chosen === OTHER && (
        <input
          aria-label={t("setup.declare_epsg")}
          placeholder="EPSG:26986"
          value={other}
          onInput={(event) => setOther(event.currentTarget.value)}
        />
      )}
      <label>
        <input
          type="checkbox"
          checked={northFirst}
          onChange={(event) => setNorthFirst(event.currentTarget.checked)}
        />{" "}
        {t("setup.north_first")}
      </label>
      <button type="button" class="button" disabled={declared === undefined} onClick={again}>
        {t("setup.read_again")}
      </button>
    </fieldset>
  );
}
