/** What the checks found: a list to step through, each finding with its place and the fixes to choose from. */

import { ChevronLeft, ChevronRight } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Finding } from "../api/draft-types";
import { getChanges, getChecks } from "../api/drafts";
import { t } from "../i18n";
import { Faces } from "../ui/faces";
import { area } from "../ui/measure";
import { useResource } from "../ui/resource";
import { showGrids } from "./bounds";
import { inWords, makeEdit } from "./edits";
import { AllowedGaps, AllowGap } from "./gaps-part";
import { isOpen, type Planner, usePlanner } from "./state";

const NEAR_ZOOM = 17;
/** A county has thousands: those round the one at hand are listed. */
const ROWS = 100;

export function ChecksTab() {
  const { draft, gaps } = usePlanner();
  const { id = 0, revision = 0 } = draft.value ?? {};
  const question = `checks ${id} ${revision} ${gaps.value}`;
  const checks = useResource(question, (signal) => getChecks(id, { signal }));
  return (
    <>
      <Faces
        of={checks}
        empty={({ findings }) => (findings.length === 0 ? <p>{t("plan.no_findings")}</p> : null)}
      >
        {({ findings }) => <Filtered findings={findings} />}
      </Faces>
      <AllowedGaps />
    </>
  );
}

const VIEWS = ["all", "errors", "changed"] as const;
type View = (typeof VIEWS)[number];

/** Most of what is found in an old map has nothing to do with the draft. */
function Filtered({ findings }: { readonly findings: readonly Finding[] }) {
  const { draft } = usePlanner();
  const { id = 0, revision = 0 } = draft.value ?? {};
  const [view, setView] = useState<View>("all");
  const changes = useResource(`changed ${id} ${revision}`, (signal) => getChanges(id, { signal }));
  const { resource } = changes;
  const rows = resource.face === "data" ? resource.data.rows : [];
  const changed = new Set(rows.flatMap((row) => [row.old, row.new]));
  const shown: Record<View, readonly Finding[]> = {
    all: findings,
    errors: findings.filter(({ severity }) => severity === "error"),
    changed: findings.filter(({ codes }) => codes.some((code) => changed.has(code))),
  };
  return (
    <>
      <div class="views">
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setView(one)}>
            {t(`plan.view_${one}`)} {shown[one].length}
          </button>
        ))}
      </div>
      {shown[view].length === 0 ? (
        <p class="empty">{t("plan.no_findings_here")}</p>
      ) : (
        <Findings findings={shown[view]} />
      )}
    </>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const planner = usePlanner();
  const shown = planner.finding.value;
  const at = shown === null ? -1 : findings.findIndex((one) => sameFinding(one, shown));
  const first = Math.floor(Math.max(0, at) / ROWS) * ROWS;
  const step = (by: 1 | -1) => {
    const next =
      at === -1 ? (by > 0 ? 0 : findings.length - 1) : (at + by + findings.length) % findings.length;
    showFinding(planner, findings[next] as Finding);
  };
  return (
    <>
      <div class="stepper">
        <span>{t("plan.findings", { count: findings.length })}</span>
        <span class="plan-count">
          {at + 1 || "–"} / {findings.length}
        </span>
        <StepButton label={t("plan.finding_before")} Icon={ChevronLeft} act={() => step(-1)} />
        <StepButton label={t("plan.finding_next")} Icon={ChevronRight} act={() => step(1)} />
      </div>
      <ul class="rows">
        {findings.slice(first, first + ROWS).map((finding, index) => (
          <Row key={keyOf(finding)} finding={finding} open={first + index === at} />
        ))}
      </ul>
      {findings.length > ROWS && (
        <p class="count muted">
          {t("plan.rows_shown", { from: first + 1, to: Math.min(first + ROWS, findings.length) })}
        </p>
      )}
    </>
  );
}

type StepProps = { readonly label: string; readonly Icon: typeof ChevronLeft; act(): void };

function StepButton({ label, Icon, act }: StepProps) {
  return (
    <button type="button" title={label} aria-label={label} onClick={act}>
      <Icon size={20} aria-hidden="true" />
    </button>
  );
}

function Row({ finding, open }: { readonly finding: Finding; readonly open: boolean }) {
  const planner = usePlanner();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  const { severity, sentence, area_m2, width_m } = finding;
  const sizes = [
    area_m2 === null ? "" : area(area_m2),
    width_m === null ? "" : t("plan.width", { width: width_m.toFixed(2) }),
  ].filter(Boolean);
  return (
    <li ref={row}>
      <button type="button" class="row" aria-pressed={open} onClick={() => showFinding(planner, finding)}>
        <span class={`row-head finding-${severity}`}>
          <strong>{t(`plan.severity_${severity}`)}</strong> {inWords(sentence)}
        </span>
        {sizes.length > 0 && <span class="muted">{sizes.join(" · ")}</span>}
      </button>
      {open && <Fixes finding={finding} />}
      {open && finding.kind === "gap" && <AllowGap finding={finding} />}
    </li>
  );
}

function Fixes({ finding }: { readonly finding: Finding }) {
  const planner = usePlanner();
  if (finding.fixes.length === 0 || !isOpen(planner)) return null;
  return (
    <fieldset class="plan-buttons fixes">
      <legend class="heard">{t("plan.fixes")}</legend>
      {finding.fixes.map(({ label, edit }) => (
        <button
          key={label.join()}
          type="button"
          class="button"
          disabled={planner.busy.value}
          onClick={() => void makeEdit(planner, edit)}
        >
          {inWords(label)}
        </button>
      ))}
    </fieldset>
  );
}

function showFinding(planner: Planner, finding: Finding): void {
  planner.finding.value = finding;
  planner.chosen.value = finding.codes.filter((code) => planner.partition.value?.grids.has(code));
  if (finding.place) planner.map.value?.approach(finding.place, NEAR_ZOOM);
  else showGrids(planner, finding.codes);
}

function keyOf({ kind, codes, place }: Finding): string {
  return [kind, ...codes, ...(place ?? [])].join();
}

function sameFinding(one: Finding, other: Finding): boolean {
  return keyOf(one) === keyOf(other);
}
