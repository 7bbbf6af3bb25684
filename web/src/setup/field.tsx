/** A field with its label, a hint, and what is wrong with it. */

import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { t } from "../i18n";
import type { Fault } from "./draft";

export const Faults = createContext<readonly Fault[]>([]);

type Props = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly type?: string;
  readonly list?: string;
  readonly autocomplete?: string;
  set(value: string): void;
  readonly children?: ComponentChildren;
};

export function Field({ id, label, hint, value, set, children, ...rest }: Props) {
  const fault = useContext(Faults).find(({ field }) => field === id);
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
        aria-describedby={described || undefined}
        aria-invalid={fault ? true : undefined}
        autocapitalize="none"
        {...rest}
      />
      {children}
      {hint && (
        <p id={`${id}-hint`} class="muted">
          {hint}
        </p>
      )}
      <FaultOf id={id} />
    </div>
  );
}

/** What is wrong with a field or a group of them, if anything is. */
export function FaultOf({ id }: { readonly id: string }) {
  const fault = useContext(Faults).find(({ field }) => field === id);
  return fault ? (
    <p id={`${id}-fault`} class="fault">
      {t(fault.words)}
    </p>
  ) : null;
}
