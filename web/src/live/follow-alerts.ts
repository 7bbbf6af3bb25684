/** Keep the alerts in step with the service, and make the noise: the siren and the computer's own notices. */

import { effect } from "@preact/signals";
import { type Alert, getOpenAlerts } from "../api/alerts";
import { returned } from "../api/connection";
import { now } from "../time/now";
import { type Alerts, headOf, placeOf, ringing, urgent } from "./alerts";

/** A page that could not ask asks again after this. */
const AGAIN_MS = 3000;

/** Start following; returns what stops it. `nowMs` tells the server's time. */
export function followAlerts(alerts: Alerts, nowMs: () => number): () => void {
  const notices = new Notices();
  const stops = [
    alerts.siren.open(),
    effect(() => {
      alerts.told.value;
      returned.value;
      return readOpen(alerts);
    }),
    effect(() => {
      if (urgent(alerts).length > 0) now.value;
      const loud = ringing(alerts, nowMs());
      alerts.siren.ring(loud.length > 0);
      notices.show(loud);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    notices.show([]);
  };
}

/** Read the open alerts until it succeeds; returns what stops it. */
function readOpen(alerts: Alerts): () => void {
  const aborter = new AbortController();
  let timer = 0;
  const read = () =>
    getOpenAlerts({ signal: aborter.signal }).then(
      (open) => {
        if (!aborter.signal.aborted) alerts.open.value = open;
      },
      () => {
        if (!aborter.signal.aborted) timer = window.setTimeout(read, AGAIN_MS);
      },
    );
  void read();
  return () => {
    aborter.abort();
    clearTimeout(timer);
  };
}

/** Tell whether the browser would ask its user for leave to show notices, and has not yet. */
export function mayAskForNotices(): boolean {
  return "Notification" in window && window.isSecureContext && Notification.permission === "default";
}

/** Notices of the desktop, one an alert, gone when it is acknowledged. */
class Notices {
  private readonly shown = new Map<number, Notification>();

  show(loud: readonly Alert[]): void {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    const wanted = new Map(loud.map((alert) => [alert.id, alert]));
    for (const [id, notice] of this.shown) {
      if (wanted.has(id)) continue;
      notice.close();
      this.shown.delete(id);
    }
    for (const [id, alert] of wanted) if (!this.shown.has(id)) this.shown.set(id, noticeOf(alert));
  }
}

/** Several pages of one browser show one notice, by its tag. */
function noticeOf(alert: Alert): Notification {
  return new Notification(headOf(alert), {
    body: placeOf(alert),
    tag: `wangge-alert-${alert.id}`,
    requireInteraction: true,
  });
}
