/** The draft's name and state, undo and redo, comparison, its way to publication, the account. */

import { ChevronLeft, GitCompare, Redo2, Undo2 } from "lucide-preact";
import { t } from "../i18n";
import { AccountMenu } from "../ui/account-menu";
import { closeDraft } from "./drafts";
import { redo, undo } from "./edits";
import { isOpen, usePlanner } from "./state";
import { Workflow } from "./workflow";

export function TopBar() {
  const { town, session, draft } = usePlanner();
  return (
    <header class="top plan-top">
      {draft.value === null ? <strong class="plan-title">{t("plan.drafts")}</strong> : <DraftBar />}
      <span class="plan-gap" />
      {town.made_up && (
        <span class="badge" title={t("app.made_up_why")}>
          {t("app.made_up")}
        </span>
      )}
      <AccountMenu account={session.account} />
    </header>
  );
}

function DraftBar() {
  const planner = usePlanner();
  const { draft, busy, compare } = planner;
  if (draft.value === null) return null;
  const { title, status, undo: back, redo: on } = draft.value;
  const open = isOpen(planner);
  const toggle = () => {
    compare.value = !compare.value;
  };
  const steps = [
    { label: t("plan.undo"), Icon: Undo2, can: open && back > 0, act: () => void undo(planner) },
    { label: t("plan.redo"), Icon: Redo2, can: open && on > 0, act: () => void redo(planner) },
  ];
  return (
    <>
      <button
        type="button"
        title={t("plan.close")}
        aria-label={t("plan.close")}
        onClick={() => closeDraft(planner)}
      >
        <ChevronLeft size={20} aria-hidden="true" />
      </button>
      <strong class="plan-title" title={title}>
        {title}
      </strong>
      <span class="badge">{t(`plan.status_${status}`)}</span>
      <span class="muted plan-saved">{busy.value ? t("plan.saving") : t("plan.saved")}</span>
      {steps.map(({ label, Icon, can, act }) => (
        <button key={label} type="button" title={label} aria-label={label} disabled={!can} onClick={act}>
          <Icon size={20} aria-hidden="true" />
        </button>
      ))}
      <button
        type="button"
        class="plan-compare"
        title={t("plan.compare")}
        aria-label={t("plan.compare")}
        aria-pressed={compare.value}
        onClick={toggle}
      >
        <GitCompare size={20} aria-hidden="true" />
        <span class="plan-wide">{t("plan.compare_short")}</span>
      </button>
      <Workflow />
    </>
  );
}
