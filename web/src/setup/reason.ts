/** What happened on the way to the service, in words for whoever sets up. */

import { t } from "../i18n";
import { reasonOf } from "../ui/faces";
import { problemFrom } from "../ui/resource";

export function setUpReason(reason: unknown): string {
  const problem = problemFrom(reason);
  if (problem.status === 403) return t("setup.wrong_code");
  if (problem.status === 409) return t("setup.founded_already");
  if (problem.status === 429) return t("setup.many");
  return reasonOf(problem);
}
