/** The tools, one of them in hand, and what it needs to be told. */

import { t } from "../i18n";
import { takeTool } from "./gestures";
import { isOpen, usePlanner } from "./state";
import { ToolForm } from "./tool-form";
import { TOOLS, toolOf } from "./tools";

/** Tools that only look may be used on any draft. */
const HARMLESS = new Set(["select", "measure"]);

export function ToolBox() {
  const planner = usePlanner();
  const { tool } = planner;
  const open = isOpen(planner);
  return (
    <div class="tool-box">
      <div class="tools" role="toolbar" aria-label={t("plan.tools")}>
        {TOOLS.map(({ name, key, words, Icon }) => (
          <button
            key={name}
            type="button"
            class="tool"
            title={`${t(words)} (${key})`}
            aria-keyshortcuts={key}
            aria-pressed={name === tool.value}
            disabled={!open && !HARMLESS.has(name)}
            onClick={() => takeTool(planner, name)}
          >
            <Icon size={20} aria-hidden="true" />
            <span>{t(words)}</span> <kbd>{key}</kbd>
          </button>
        ))}
      </div>
      {!open && <p class="tool-hint">{t("plan.read_only")}</p>}
      {(open || HARMLESS.has(tool.value)) && (
        <div class="tool-hand">
          <p class="muted">{t(toolOf(tool.value).hint)}</p>
          <ToolForm />
        </div>
      )}
    </div>
  );
}
