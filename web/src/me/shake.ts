/** Shake the phone, where it can and somebody has touched the page: before, browsers refuse and complain. */
export function shake(pattern: readonly number[]): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([...pattern]);
}
