/** The four faces of a panel: loading, empty, error and data. */

import type { ComponentChildren } from "preact";
import { type Problem, UNREACHED } from "../api/client";
import { t } from "../i18n";
import type { Asked } from "./resource";

type Props<T> = {
  /** What was asked; null for an answer shows nothing, as when there was nothing to ask yet. */
  readonly of: Asked<T | null>;
  /** Why there is nothing and what to do next; null when there is something. */
  empty?(data: T): ComponentChildren | null;
  /** Another face for an expected refusal, such as a place outside the town. */
  refused?(problem: Problem): ComponentChildren | null;
  children(data: T): ComponentChildren;
};

export function Faces<T>({ of, empty, refused, children }: Props<T>) {
  const { resource } = of;
  if (resource.face === "error") {
    return <>{refused?.(resource.problem) ?? <Failed problem={resource.problem} again={of.again} />}</>;
  }
  const data = resource.face === "data" ? resource.data : resource.before;
  if (data === null) return resource.face === "loading" && resource.slow ? <Skeleton /> : null;
  const nothing = empty?.(data) ?? null;
  return <>{nothing === null ? children(data) : <div class="empty">{nothing}</div>}</>;
}

export function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={t("app.loading")}>
      <span />
      <span />
      <span />
    </div>
  );
}

/** What happened, the number to quote, and a way to try again. */
export function Failed({ problem, again }: { readonly problem: Problem; again(): void }) {
  return (
    <div class="failed" role="alert">
      <strong>{t("face.failed")}</strong>
      <p>{reasonOf(problem)}</p>
      {problem.requestId && <p class="muted">{t("face.request", { id: problem.requestId })}</p>}
      <button type="button" class="button" onClick={again}>
        {t("face.again")}
      </button>
    </div>
  );
}

/** What happened, in words for the reader. */
export function reasonOf(problem: Problem): string {
  if (problem.status === UNREACHED || problem.status === 503) return t("face.unreached");
  if (problem.status >= 500) return t("face.fault");
  if (problem.status === 403) return t("face.forbidden");
  return problem.detail;
}
