/** Text fields that wait: for the input method to finish a word, and for the fingers to rest. */

import { useEffect, useState } from "preact/hooks";

type InputEvents = {
  readonly value: string;
  onInput(event: Event): void;
  onCompositionStart(): void;
  onCompositionEnd(event: Event): void;
};

/** The text as far as it is certain, and what to put on the input element; nothing changes while composing. */
export function useComposedInput(first: string): [string, InputEvents, (text: string) => void] {
  const [shown, setShown] = useState(first);
  const [certain, setCertain] = useState(first);
  const [composing, setComposing] = useState(false);
  const set = (text: string) => {
    setShown(text);
    setCertain(text);
  };
  const events: InputEvents = {
    value: shown,
    onInput: (event) => {
      const { value } = event.target as HTMLInputElement;
      if (composing) setShown(value);
      else set(value);
    },
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: (event) => {
      setComposing(false);
      set((event.target as HTMLInputElement).value);
    },
  };
  return [certain, events, set];
}

const REST_MS = 200;

/** The value once it has rested for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
