/** Fixes that wait to be sent, kept by the browser so that neither a reload nor hours offline lose them. */

import type { OwnFix } from "../api/me";

const STORE = "fixes";
/** Twelve hours of a fix every five seconds, and some more. */
const MOST = 10_000;

export class FixQueue {
  private constructor(private readonly database: IDBDatabase) {}

  /** Open the queue of one person with one phone; nobody else's fixes are ever sent in his name. */
  static async open(owner: string): Promise<FixQueue> {
    const request = indexedDB.open(`wangge.own-fixes ${owner}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "at_ms" });
    return new FixQueue(await answerOf(request));
  }

  /** Keep a fix; of two at one moment the later stays, and of too many the oldest goes. */
  async put(fix: OwnFix): Promise<void> {
    const fixes = this.store("readwrite");
    await answerOf(fixes.put(fix));
    if ((await answerOf(fixes.count())) <= MOST) return;
    const [oldest] = await answerOf(fixes.getAllKeys(null, 1));
    if (oldest !== undefined) await answerOf(fixes.delete(oldest));
  }

  /** The oldest fixes, in order of time. */
  oldest(count: number): Promise<OwnFix[]> {
    return answerOf(this.store("readonly").getAll(null, count));
  }

  count(): Promise<number> {
    return answerOf(this.store("readonly").count());
  }

  async remove(fixes: readonly OwnFix[]): Promise<void> {
    const store = this.store("readwrite");
    await Promise.all(fixes.map((fix) => answerOf(store.delete(fix.at_ms))));
  }

  async clear(): Promise<void> {
    await answerOf(this.store("readwrite").clear());
  }

  close(): void {
    this.database.close();
  }

  private store(mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(STORE, mode).objectStore(STORE);
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
