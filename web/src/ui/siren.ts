/** A siren made of two tones, without a file; browsers let it sound only after somebody has touched the page. */

import { type Signal, signal } from "@preact/signals";

/** `none`: a browser that cannot make sounds. */
export type Sound = "on" | "off" | "none";

const MIDDLE_HZ = 800;
const SWING_HZ = 160;
const SWINGS_A_SECOND = 1.5;
const LOUDNESS = 0.25;
/** What counts as touching the page. */
const TOUCHES = ["pointerdown", "pointerup", "keydown"] as const;

export class Siren {
  readonly sound: Signal<Sound> = signal("none");
  private context: AudioContext | null = null;
  private silence: (() => void) | null = null;

  /** Ask for sound now and at every touch until it is allowed; returns what switches the siren off for good. */
  open(): () => void {
    const Context = window.AudioContext ?? (window as Window & Prefixed).webkitAudioContext;
    if (!Context) return () => undefined;
    const context = new Context();
    this.context = context;
    const tell = () => {
      this.sound.value = context.state === "running" ? "on" : "off";
    };
    context.addEventListener("statechange", tell);
    tell();
    for (const touch of TOUCHES) document.addEventListener(touch, this.allow, true);
    return () => {
      for (const touch of TOUCHES) document.removeEventListener(touch, this.allow, true);
      context.removeEventListener("statechange", tell);
      this.ring(false);
      this.context = null;
      void context.close();
    };
  }

  /** Take the leave that a touch of the page gives. */
  readonly allow = (): void => {
    if (this.sound.peek() === "off") void this.context?.resume();
  };

  /** Begin to ring, or be silent; where sound is not allowed yet it begins as soon as it is. */
  ring(on: boolean): void {
    if (on) this.silence ??= this.context && howl(this.context);
    else {
      this.silence?.();
      this.silence = null;
    }
  }
}

/** Older Safari. */
type Prefixed = { readonly webkitAudioContext?: typeof AudioContext };

/** The swing is a tone too slow to hear, so the siren needs no timer: those sleep in pages that nobody sees. */
function howl(context: AudioContext): () => void {
  const [tone, swing] = [context.createOscillator(), context.createOscillator()];
  const [depth, volume] = [context.createGain(), context.createGain()];
  tone.frequency.value = MIDDLE_HZ;
  swing.type = "square";
  swing.frequency.value = SWINGS_A_SECOND;
  depth.gain.value = SWING_HZ;
  volume.gain.value = LOUDNESS;
  swing.connect(depth);
  depth.connect(tone.frequency);
  tone.connect(volume);
  volume.connect(context.destination);
  tone.start();
  swing.start();
  return () => {
    tone.stop();
    swing.stop();
    volume.disconnect();
  };
}
