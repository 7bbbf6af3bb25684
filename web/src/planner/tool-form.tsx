/** What the tool in hand needs, and the button that does what Enter does. */

import { t } from "../i18n";
import { editInHand, finish } from "./finish";
import { backOut, removeLastPoint } from "./gestures";
import { GridChoice } from "./grid-choice";
import { ReassignForm } from "./reassign-form";
import { RenameForm } from "./rename-form";
import { usePlanner } from "./state";
import { VertexTools } from "./vertex-tools";

export function ToolForm() {
  const { tool } = usePlanner();
  switch (tool.value) {
    case "select":
      return <VertexTools />;
    case "merge":
      return <MergeForm />;
    case "reassign":
      return <ReassignForm />;
    case "rename":
      return <RenameForm />;
    case "snap":
      return <SnapForm />;
    case "transfer":
      return (
        <>
          <TransferForm />
          <LineButtons />
        </>
      );
    default:
      return <LineButtons />;
  }
}

/** For lines drawn point by point. */
function LineButtons() {
  const planner = usePlanner();
  const { line, tool, busy } = planner;
  if (line.value.length === 0) return null;
  const ready = tool.value === "measure" || editInHand(planner) !== null;
  return (
    <div class="plan-buttons">
      <button
        type="button"
        class="button primary"
        disabled={!ready || busy.value}
        onClick={() => finish(planner)}
      >
        {t("plan.finish")}
      </button>
      <button type="button" class="button" onClick={() => removeLastPoint(planner)}>
        {t("plan.remove_point")}
      </button>
      <button type="button" class="button" onClick={() => backOut(planner)}>
        {t("plan.cancel")}
      </button>
    </div>
  );
}

function MergeForm() {
  const planner = usePlanner();
  const { chosen, busy } = planner;
  return (
    <>
      <p>{t("plan.chosen", { count: chosen.value.length })}</p>
      <div class="plan-buttons">
        <button
          type="button"
          class="button primary"
          disabled={chosen.value.length < 2 || busy.value}
          onClick={() => finish(planner)}
        >
          {t("plan.tool_merge")}
        </button>
      </div>
    </>
  );
}

/** The first chosen grid gives, the second takes. */
function TransferForm() {
  const { chosen } = usePlanner();
  const [from = "", to = ""] = chosen.value;
  const set = (codes: readonly string[]) => {
    chosen.value = codes.filter((code) => code !== "");
  };
  return (
    <div class="plan-pair">
      <GridChoice label={t("plan.transfer_from")} value={from} choose={(code) => set([code, to])} />
      <GridChoice label={t("plan.transfer_to")} value={to} choose={(code) => set([from, code])} />
    </div>
  );
}

function SnapForm() {
  const planner = usePlanner();
  const { withinM, busy, border, guide } = planner;
  const set = (event: Event) => {
    const metres = Number((event.currentTarget as HTMLInputElement).value);
    if (metres > 0) withinM.value = metres;
  };
  const ready = editInHand(planner) !== null && !busy.value;
  return (
    <div class="plan-form">
      <p>
        {border.value ? t("plan.snap_border") : t("plan.snap_no_border")}{" "}
        {guide.value.length > 0 ? t("plan.snap_guide") : t("plan.snap_no_guide")}
      </p>
      <label>
        <span>{t("plan.snap_within")}</span>
        <input type="number" min={1} max={100} value={withinM.value} onInput={set} />
      </label>
      <div class="plan-buttons">
        <button type="button" class="button primary" disabled={!ready} onClick={() => finish(planner)}>
          {t("plan.tool_snap")}
        </button>
      </div>
    </div>
  );
}
