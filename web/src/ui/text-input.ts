/** Text fields that wait: for the input method to finish a word, and for the fingers to rest. */

import { useEffect, useRef, useState } from "preact/hooks";

// Composition events have no property on elements, so Preact takes their names as they are written here.
type InputEvents = {
  readonly value: string;
  onInput(event: Event): void;
  oncompositionstart(): void;
  oncompositionend(event: Event): void;
};

/** The text as far as it is certain, and what to put on the input element; nothing changes while composing. */
export function useComposedInput(first: string): [string, InputEvents, (text: string) => void] {
  const [shown, setShown] = useState(first);
  const [certain, setCertain] = useState(first);
  // A reference, since the first letter comes with the event that begins the word.
  const composing = useRef(false);
  const set = (text: string) => {
    setShown(text);
    setCertain(text);
  };
  const events: InputEvents = {
    value: shown,
    onInput: (event) => {
      const { value } = event.target as HTMLInputElement;
      if (composing.current) setShown(value);
      else set(value);
    },
    oncompositionstart: () => {
      composing.current = true;
    },
    oncompositionend: (event) => {
      composing.current = false;
      set((event.target as HTMLInputElement).value);
    },
  };
  return [certain, events, set];
}

/** A key that belongs to the input method; Safari tells by the old code only. */
export function isForInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
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
