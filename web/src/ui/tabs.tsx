/** The tabs over what the panel shows; arrow keys go from one to the next. */

import { useRef } from "preact/hooks";

type Props<T extends string> = {
  readonly tabs: readonly { readonly name: T; readonly label: string }[];
  readonly shown: T;
  choose(tab: T): void;
};

const PANEL_ID = "panel";

export function Tabs<T extends string>({ tabs, shown, choose }: Props<T>) {
  const list = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const now = tabs.findIndex(({ name }) => name === shown);
    const next = (now + by + tabs.length) % tabs.length;
    choose((tabs[next] as (typeof tabs)[number]).name);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" onKeyDown={step}>
      {tabs.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === shown}
          aria-controls={PANEL_ID}
          tabIndex={name === shown ? 0 : -1}
          onClick={() => choose(name)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
