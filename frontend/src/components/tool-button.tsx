import { useState } from "react";
import { Icon, type IconName } from "./icon.tsx";

interface ToolButtonProps {
  /** What it does, for those who hear it and those who point at it. */
  name: string;
  icon: IconName;
  negative?: boolean;
  /** Asked first, where it cannot be undone. */
  question?: string;
  act: () => Promise<void>;
}

/** A small button beside an entry of a list. It cannot be pressed again while it acts. */
export function ToolButton({ name, icon, negative = false, question, act }: ToolButtonProps) {
  const [busy, setBusy] = useState(false);

  async function press() {
    if (question && !window.confirm(question)) return;
    setBusy(true);
    await act();
    setBusy(false);
  }

  return (
    <button
      className={negative ? "btn btn--negative" : "btn"}
      type="button"
      title={name}
      disabled={busy}
      onClick={() => void press()}
    >
      <Icon name={icon} />
      <span className="visually-hidden">{name}</span>
    </button>
  );
}
