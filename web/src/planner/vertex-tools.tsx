/** The border in hand and its vertices, for those who have no mouse or no keys. */

import { ChevronLeft, ChevronRight, Plus, Trash2 } from "lucide-preact";
import { t } from "../i18n";
import { type Arc, isOutline, lengthM, vertexCount } from "../map/partition/arc";
import { distance } from "../ui/measure";
import { backOut, deleteVertex, drop, isMovable, startInsert, stepVertex } from "./gestures";
import { usePlanner } from "./state";

export function VertexTools() {
  const planner = usePlanner();
  const { border, pending } = planner;
  if (border.value === null) return null;
  return (
    <>
      <p>{wordsFor(border.value)}</p>
      {isMovable(planner) && (pending.value ? <Pending /> : <Steps arc={border.value} />)}
    </>
  );
}

/** 006 | 007 · 1.2 km · 34 vertices */
export function wordsFor(arc: Arc): string {
  if (isOutline(arc)) return t("plan.outline");
  const [left, right] = [arc.left, arc.right].map((code) => (code ?? "").slice(-6));
  const facts = { length: distance(lengthM(arc)), count: vertexCount(arc) };
  return `${left} | ${right} · ${t("plan.border_facts", facts)}`;
}

function Steps({ arc }: { readonly arc: Arc }) {
  const planner = usePlanner();
  const { vertex, busy } = planner;
  const at = vertex.value;
  const none = at === null || busy.value;
  const buttons = [
    { label: t("plan.vertex_before"), Icon: ChevronLeft, off: false, act: () => stepVertex(planner, -1) },
    { label: t("plan.vertex_next"), Icon: ChevronRight, off: false, act: () => stepVertex(planner, 1) },
    {
      label: t("plan.key_insert"),
      Icon: Plus,
      off: none || at >= vertexCount(arc) - 1,
      act: () => at !== null && startInsert(planner, at),
    },
    { label: t("plan.key_delete"), Icon: Trash2, off: none, act: () => deleteVertex(planner) },
  ];
  return (
    <div class="plan-buttons">
      <span class="plan-count">
        {at === null ? "–" : at + 1} / {vertexCount(arc)}
      </span>
      {buttons.map(({ label, Icon, off, act }) => (
        <button
          key={label}
          type="button"
          class="button"
          title={label}
          aria-label={label}
          disabled={off}
          onClick={act}
        >
          <Icon size={16} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}

function Pending() {
  const planner = usePlanner();
  return (
    <div class="plan-buttons">
      <button
        type="button"
        class="button primary"
        disabled={planner.busy.value}
        onClick={() => drop(planner)}
      >
        {t("plan.drop")}
      </button>
      <button type="button" class="button" onClick={() => backOut(planner)}>
        {t("plan.cancel")}
      </button>
    </div>
  );
}
