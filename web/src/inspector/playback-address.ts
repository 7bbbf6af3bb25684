/** The live page's address that plays somebody's minutes back. */

const MINUTE_MS = 60_000;
const SPEED = "30";

/** The form there knows whole minutes: those that hold the stay. */
export function playbackAddress(person: number, enter: string, leave: string): string {
  const from = Math.floor(Date.parse(enter) / MINUTE_MS) * MINUTE_MS;
  const end = Math.ceil(Date.parse(leave) / MINUTE_MS) * MINUTE_MS;
  const to = Math.max(end, from + MINUTE_MS);
  const parts = new URLSearchParams({
    play: `${new Date(from).toISOString()},${new Date(to).toISOString()}`,
    "play.people": String(person),
    "play.at": new Date(Math.max(from, Date.parse(enter))).toISOString(),
    "play.speed": SPEED,
    "play.trail": "all",
  });
  return `/#${parts}`;
}
