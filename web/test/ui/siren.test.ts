import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Siren } from "../../src/ui/siren";

let sounding = 0;

/** As much of Web Audio as the siren touches; it wakes only when asked after a touch. */
class Context extends EventTarget {
  state = "suspended";
  readonly destination = {};
  createOscillator() {
    const start = () => {
      sounding += 1;
    };
    const stop = () => {
      sounding -= 1;
    };
    return { frequency: { value: 0 }, type: "sine", connect: () => undefined, start, stop };
  }
  createGain() {
    return { gain: { value: 0 }, connect: () => undefined, disconnect: () => undefined };
  }
  async resume() {
    this.state = "running";
    this.dispatchEvent(new Event("statechange"));
  }
  async close() {
    this.state = "closed";
  }
}

beforeEach(() => vi.stubGlobal("AudioContext", Context));
afterEach(() => vi.unstubAllGlobals());

test("sound is off until somebody touches the page", () => {
  const siren = new Siren();
  expect(siren.sound.value).toBe("none");
  const close = siren.open();
  expect(siren.sound.value).toBe("off");
  document.dispatchEvent(new Event("keydown"));
  expect(siren.sound.value).toBe("on");
  close();
});

test("it rings once however often it is told to, and is silent when told so and when the page closes", () => {
  const siren = new Siren();
  const close = siren.open();
  siren.ring(true);
  siren.ring(true);
  expect(sounding).toBe(2);
  siren.ring(false);
  siren.ring(false);
  expect(sounding).toBe(0);
  siren.ring(true);
  close();
  expect(sounding).toBe(0);
});

test("a browser without sounds rings in silence", () => {
  vi.stubGlobal("AudioContext", undefined);
  const siren = new Siren();
  const close = siren.open();
  siren.ring(true);
  expect([siren.sound.value, sounding]).toEqual(["none", 0]);
  close();
});
