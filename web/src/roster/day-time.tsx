/** A day and a minute of the town's clocks. */

type Value = { readonly day: string; readonly time: string };
type Props = { readonly words: string; readonly value: Value; set(value: Value): void };

export function DayTime({ words, value, set }: Props) {
  return (
    <fieldset class="roster-moment">
      <legend>{words}</legend>
      <input
        type="date"
        required
        aria-label={words}
        value={value.day}
        onInput={(event) => set({ ...value, day: event.currentTarget.value })}
      />
      <input
        type="time"
        required
        aria-label={words}
        value={value.time}
        onInput={(event) => set({ ...value, time: event.currentTarget.value })}
      />
    </fieldset>
  );
}
