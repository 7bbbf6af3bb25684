/** What is wrong with the phones of those on duty. */

import { ask } from "./client";

export type FaultKind = "battery" | "no_place" | "clock" | "datum" | "mock" | "shared" | "saver" | "revoked";

export type FaultyPhone = {
  readonly person: number;
  readonly name: string;
  readonly number: string;
  readonly device: string;
  readonly protocol: string;
  readonly faults: readonly FaultKind[];
  readonly seen_at: string | null;
  readonly battery_pct: number | null;
};

export const getFaultyPhones = (signal: AbortSignal) =>
  ask<{ rows: FaultyPhone[] }>("/api/phone-faults", { signal });
