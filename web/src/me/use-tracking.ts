/** The page's own tracking: on by a press, off by a press or when one is not recorded any more. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Me } from "../api/me";
import { FixQueue } from "./fix-queue";
import { sendAll } from "./sending";
import { keepAwake, type Trouble, watchPlaces } from "./watching";

const AGAIN_MS = 15_000;
const STORED = "wangge.own-tracking";

export type Tracking = {
  readonly on: boolean;
  readonly sentAt: Date | null;
  readonly waiting: number;
  readonly trouble: Trouble | null;
  /** Whether the screen is kept on, null while that is not known. */
  readonly awake: boolean | null;
  set(on: boolean): void;
};

export function useTracking(me: Me): Tracking {
  const owner = `${me.number} ${me.phone.name}`;
  // a phone that drops the page from its memory goes on where it was
  const [wanted, setWanted] = useState(localStorage.getItem(STORED) === owner);
  const on = wanted && me.recorded;
  const set = (next: boolean) => {
    if (next) localStorage.setItem(STORED, owner);
    else localStorage.removeItem(STORED);
    setWanted(next);
  };
  useEffect(() => {
    if (wanted && !me.recorded) set(false);
  });
  const { sentAt, waiting, put } = useSending(owner, me.notice.withdrawn_at !== null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [awake, setAwake] = useState<boolean | null>(null);
  const until = useRef(0);
  until.current = Date.parse(me.on_duty_until ?? "");
  useEffect(() => {
    if (!on) return;
    const asleep = keepAwake(setAwake);
    const unwatch = watchPlaces((fix) => {
      setTrouble(null);
      // offline nobody tells the page that duty has ended
      if (fix.at_ms >= until.current) set(false);
      else put(fix);
    }, setTrouble);
    return () => {
      unwatch();
      asleep();
      setTrouble(null);
      setAwake(null);
    };
  }, [on]);
  return { on, sentAt, waiting, trouble, awake, set };
}

/** The queue of a phone, emptied whenever the service can be reached; withdrawn, it is thrown away. */
function useSending(owner: string, withdrawn: boolean) {
  const [sentAt, setSentAt] = useState<Date | null>(null);
  const [waiting, setWaiting] = useState(0);
  const put = useRef<(fix: Parameters<FixQueue["put"]>[0]) => void>(() => undefined);
  useEffect(() => {
    const opened = FixQueue.open(owner);
    let busy = false;
    const send = async () => {
      if (busy) return;
      busy = true;
      const queue = await opened;
      if (withdrawn) await queue.clear();
      const before = await queue.count();
      setWaiting(before);
      if (before > 0 && (await sendAll(queue))) setSentAt(new Date());
      setWaiting(await queue.count());
      busy = false;
    };
    put.current = async (fix) => {
      await (await opened).put(fix);
      await send();
    };
    const timer = setInterval(send, AGAIN_MS);
    window.addEventListener("online", send);
    void send();
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", send);
      void opened.then((queue) => queue.close());
    };
  }, [owner, withdrawn]);
  return { sentAt, waiting, put: (fix: Parameters<FixQueue["put"]>[0]) => put.current(fix) };
}
