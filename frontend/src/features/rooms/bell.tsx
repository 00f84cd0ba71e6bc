import { useState } from "react";
import { Icon, type IconName } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Involvement, Room } from "../../lib/wire.ts";
import { nextLevel } from "../../models/involvement.ts";

const ICONS: Record<Involvement, IconName> = {
  everything: "bell",
  mentions: "bell-at",
  nothing: "bell-off",
  invisible: "eye-off",
};

interface BellProps {
  kind: Room["kind"];
  level: Involvement;
  onChange: (level: Involvement) => Promise<void>;
}

/** How much I want to hear of a room. Its name is the present level; pressing it goes on to the next. */
export function Bell({ kind, level, onChange }: BellProps) {
  const [busy, setBusy] = useState(false);
  const label = words().rooms.levels[level];

  async function press() {
    setBusy(true);
    await onChange(nextLevel(kind, level)).finally(() => setBusy(false));
  }

  return (
    <button
      className="btn bell"
      type="button"
      data-level={level}
      title={label}
      aria-disabled={busy}
      onClick={() => !busy && void press().catch(() => {})}
    >
      <Icon name={ICONS[level]} />
      <span className="visually-hidden" aria-live="polite">
        {label}
      </span>
    </button>
  );
}
