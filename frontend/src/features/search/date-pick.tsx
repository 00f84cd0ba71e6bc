import { type FormEvent, useEffect, useRef, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";

interface DatePickProps {
  label: string;
  /** As 2026-11-25. */
  onPick: (day: string) => void;
}

/** Only when it is said to be done: a date that is being typed is another one with every digit. */
export function DatePick({ label, onPick }: DatePickProps) {
  const [day, setDay] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { search } = words();

  useEffect(() => input.current?.focus(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (day) onPick(day);
  }

  return (
    <form className="pick__day" onSubmit={submit}>
      <input
        className="input__control input__control--plain"
        ref={input}
        type="date"
        max="9999-12-31"
        required
        aria-label={label}
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <button className="btn btn--solid" type="submit" title={search.date.use}>
        <Icon name="check" />
        <span className="visually-hidden">{search.date.use}</span>
      </button>
    </form>
  );
}
