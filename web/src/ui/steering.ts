/** Whether keys or a pointer were used last: what only keyboard users need is shown to them only. */

// :focus-visible is unknown to Safari 14, and follows scripts that move the focus.
const { dataset } = document.documentElement;

document.addEventListener("keydown", () => steer("keys"), true);
document.addEventListener("pointerdown", () => steer("pointer"), true);

function steer(by: "keys" | "pointer"): void {
  dataset.steeredBy = by;
}

export function steeredByKeys(): boolean {
  return dataset.steeredBy === "keys";
}
