/** A grid that has land of its own, chosen from the list of all by its code. */

import { usePlanner } from "./state";

type Props = { readonly label: string; readonly value: string; choose(code: string): void };

export function GridChoice({ label, value, choose }: Props) {
  const { partition } = usePlanner();
  const grids = [...(partition.value?.grids.values() ?? [])];
  const codes = grids.filter(({ kind }) => kind !== "dedicated").map(({ code }) => code);
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">—</option>
        {codes.map((code) => (
          <option key={code} value={code}>
            {code}
          </option>
        ))}
      </select>
    </label>
  );
}
