/** The town as it stands in the form, what is still wrong with it, and how it is sent. */

import type { Beginning, Founding, ReadOutline, SentFile } from "../api/setup";
import type { Level } from "../api/types";
import type { Key } from "../i18n";

export type Squad = { readonly code: string; readonly name: string };

export type Draft = {
  readonly name: string;
  readonly nameEn: string;
  readonly prefix: string;
  readonly levels: readonly Level[];
  readonly timeZone: string;
  readonly file: SentFile | null;
  readonly outline: ReadOutline | null;
  readonly epsg: number | null;
  readonly squads: readonly Squad[];
  readonly account: string;
  readonly password: string;
  readonly again: string;
};

export type Change = (part: Partial<Draft>) => void;

const SHORTEST_PASSWORD = 12;

/** The form as it opens: a Chinese town's levels, and the zone in which the browser is. */
export function newDraft({ levels, time_zones }: Beginning, browserZone: string): Draft {
  return {
    name: "",
    nameEn: "",
    prefix: "",
    levels,
    timeZone: time_zones.includes(browserZone) ? browserZone : "Asia/Shanghai",
    file: null,
    outline: null,
    epsg: null,
    squads: [{ code: "1", name: "" }],
    account: "",
    password: "",
    again: "",
  };
}

/** The first thing to put right: the field to go to, and what to say there. */
export type Fault = { readonly field: string; readonly words: Key };

export function faultsOf(draft: Draft, zones: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  const need = (right: boolean, field: string, words: Key) => {
    if (!right) faults.push({ field, words });
  };
  need(draft.name.trim() !== "", "name", "setup.need_name");
  need(/^[\p{L}\p{N}_.-]*$/u.test(draft.prefix), "prefix", "setup.need_prefix");
  need(levelsGrow(draft.levels), "levels", "setup.need_levels");
  need(draft.prefix.length <= longest(draft.levels), "prefix", "setup.need_shorter_prefix");
  need(zones.includes(draft.timeZone), "zone", "setup.need_zone");
  need(draft.epsg !== null, "epsg", "setup.need_crs");
  need(squadsAreWhole(draft.squads), "squads", "setup.need_squads");
  need(/^[\p{L}\p{N}_.@·-]{2,60}$/u.test(draft.account), "account", "setup.need_account");
  need(draft.password.length >= SHORTEST_PASSWORD, "password", "setup.need_password");
  need(draft.password === draft.again, "again", "setup.need_same");
  return faults;
}

function levelsGrow(levels: readonly Level[]): boolean {
  const named = levels.every(({ zh, en, digits }) => zh !== "" && en !== "" && Number.isInteger(digits));
  const grow = levels.every(({ digits }, index) => digits > (levels[index - 1]?.digits ?? -1));
  return levels.length >= 2 && named && grow && longest(levels) <= 40;
}

function longest(levels: readonly Level[]): number {
  return levels[levels.length - 1]?.digits ?? 0;
}

function squadsAreWhole(squads: readonly Squad[]): boolean {
  const named = namedSquads(squads);
  const codes = new Set(named.map(({ code }) => code));
  return codes.size === named.length && named.every(({ code, name }) => code !== "" && name !== "");
}

/** Rows that were left empty are no squads. */
export function namedSquads(squads: readonly Squad[]): Squad[] {
  return squads.map(trimmed).filter(({ name }, index) => name !== "" || index > 0);
}

function trimmed({ code, name }: Squad): Squad {
  return { code: code.trim(), name: name.trim() };
}

/** An example of a code, one part for each level: the prefix as far as it goes, then running numbers. */
export function exampleCode(prefix: string, levels: readonly Level[]): string {
  const parts = levels.map(({ digits }, index) => {
    const from = levels[index - 1]?.digits ?? 0;
    const given = prefix.slice(from, digits);
    const rest = digits - from - given.length;
    return rest > 0 ? given + "1".padStart(rest, "0") : given;
  });
  return parts.filter((part) => part !== "").join(" ");
}

/** The draft as it is sent; the faults must be none. */
export function foundingOf(draft: Draft): Founding {
  const name = draft.name.trim();
  return {
    town: {
      name,
      name_en: draft.nameEn.trim() || name,
      code_prefix: draft.prefix,
      levels: draft.levels.map((level, index) => ({ ...level, key: level.key || `level-${index + 1}` })),
      time_zone: draft.timeZone,
      metric_crs: draft.epsg ?? 0,
    },
    squads: namedSquads(draft.squads),
    outline: draft.file,
    account: { name: draft.account, title: draft.account, password: draft.password },
  };
}
