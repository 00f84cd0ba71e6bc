import { useState } from "react";

interface SwitchProps {
  /** What it is called by those who cannot see what stands beside it. */
  label: string;
  checked: boolean;
  /** Until its promise is done the switch waits; the caller says what went wrong. */
  onChange: (checked: boolean) => void | Promise<void>;
  disabled?: boolean;
  name?: string;
}

/** On or off, at once. It is a checkbox: space flips it, and a form may read it. */
export function Switch({ label, checked, onChange, disabled = false, name }: SwitchProps) {
  const [flipped, setFlipped] = useState(false);

  async function change(next: boolean) {
    setFlipped(true);
    try {
      await onChange(next);
    } finally {
      setFlipped(false);
    }
  }

  return (
    <label className="switch">
      <input
        className="switch__input"
        type="checkbox"
        aria-label={label}
        name={name}
        checked={flipped ? !checked : checked}
        disabled={disabled}
        aria-busy={flipped || undefined}
        onChange={(event) => !flipped && void change(event.target.checked)}
      />
      <span className="switch__track" />
    </label>
  );
}
