import { afterEach, expect, test, vi } from "vitest";
import { ask, Problem, queryString, SIGNED_OUT, UNREACHED } from "../../src/api/client";
import { connection, returned } from "../../src/api/connection";

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  const response = new Response(body === null ? null : JSON.stringify(body), { status, headers });
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue(response));
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  connection.value = "up";
});

test("lists repeat their key, nothing is written for null and undefined", () => {
  expect(queryString({ a: [1, 2], b: "x&y", c: null, d: undefined })).toBe("?a=1&a=2&b=x%26y");
  expect(queryString({ a: [] })).toBe("");
});

test("a refusal is a problem with detail, request number and wait", async () => {
  answer(429, { detail: "slow down", request_id: "r-1" }, { "Retry-After": "30" });
  const problem = await ask("/api/session").catch((reason: unknown) => reason);
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 429, detail: "slow down", requestId: "r-1", retryAfterS: 30 });
});

test("a refusal without words still is a problem", async () => {
  vi.stubGlobal(
    "fetch",
    vi.fn().mockResolvedValue(new Response("<html>", { status: 500, statusText: "Oops" })),
  );
  await expect(ask("/api/town")).rejects.toMatchObject({ status: 500, detail: "Oops", requestId: null });
});

test("the end of the session is told to the page", async () => {
  const told = vi.fn();
  window.addEventListener(SIGNED_OUT, told, { once: true });
  answer(401, { detail: "not signed in" });
  await expect(ask("/api/session")).rejects.toMatchObject({ status: 401 });
  expect(told).toHaveBeenCalledOnce();
});

test("while nobody answers the page knows, asks again, and says when the service is back", async () => {
  vi.useFakeTimers();
  const before = returned.value;
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("network")));
  await expect(ask("/api/summary")).rejects.toMatchObject({ status: UNREACHED });
  expect(connection.value).toBe("away");
  await vi.advanceTimersByTimeAsync(5000);
  expect(connection.value).toBe("away");
  answer(200, { status: "ok" });
  await vi.advanceTimersByTimeAsync(5000);
  expect(connection.value).toBe("up");
  expect(returned.value).toBe(before + 1);
});

test("an aborted request does not mean that the service is away", async () => {
  const aborter = new AbortController();
  aborter.abort();
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new DOMException("", "AbortError")));
  await expect(ask("/api/summary", { signal: aborter.signal })).rejects.toThrow();
  expect(connection.value).toBe("up");
});
