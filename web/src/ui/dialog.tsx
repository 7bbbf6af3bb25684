/** A dialog over the page: focus goes in, stays in, and goes back to where it was. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

type Props = {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
  close(): void;
};

const FOCUSABLE = "button:not(:disabled), input:not(:disabled), select:not(:disabled)";

export function Dialog({ id, title, children, close }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
    return () => (before instanceof HTMLElement ? before.focus() : undefined);
  }, []);
  const press = (event: KeyboardEvent) => {
    if (event.key === "Tab") keepInside(event, box.current as HTMLElement);
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  };
  return (
    <div class="veil">
      <div
        ref={box}
        class="dialog"
        role="dialog"
        aria-modal="true"
        aria-labelledby={`${id}-title`}
        onKeyDown={press}
      >
        <h2 id={`${id}-title`}>{title}</h2>
        {children}
      </div>
    </div>
  );
}

/** From the last control Tab leads to the first, and back. */
function keepInside(event: KeyboardEvent, box: HTMLElement): void {
  const all = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const edge = event.shiftKey ? all[0] : all[all.length - 1];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all[all.length - 1] : all[0])?.focus();
}
