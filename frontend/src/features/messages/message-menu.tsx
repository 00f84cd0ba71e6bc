import { useLayoutEffect, useRef, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { QUICK_BOOSTS } from "../../models/message-actions.ts";

const LEAST_SPACE_BELOW = 220;

interface MessageMenuProps {
  link: string;
  onBoost: (content: string) => void;
  onEdit?: () => void;
}

export function MessageMenu({ link, onBoost, onEdit }: MessageMenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const [opens, setOpens] = useState("");

  // Before the next paint: whoever sees the menu can close it.
  useLayoutEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!details.current?.contains(event.target as Node)) setOpen(false);
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      details.current?.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", pressed);
    };
  }, [open]);

  function toggled(nowOpen: boolean) {
    if (details.current) setOpens(direction(details.current.getBoundingClientRect()));
    setCopied(false);
    setOpen(nowOpen);
  }

  async function copy() {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  }

  return (
    <details
      className="menu"
      ref={details}
      open={open}
      data-opens={opens}
      onToggle={(event) => toggled(event.currentTarget.open)}
    >
      <summary className="menu__button message__options-btn" aria-label="Message options">
        <Icon name="dots" />
      </summary>
      <div className="menu__panel">
        <div className="menu__boosts">
          {QUICK_BOOSTS.map(([content, name]) => (
            <button
              key={content}
              className="menu__boost"
              type="button"
              aria-label={name}
              onClick={() => {
                setOpen(false);
                onBoost(content);
              }}
            >
              {content}
            </button>
          ))}
        </div>
        <div className="menu__actions">
          <button className="menu__action" type="button" onClick={() => void copy().catch(() => {})}>
            <Icon name={copied ? "check" : "link"} />
            <span className="visually-hidden">Copy link</span>
          </button>
          {onEdit && (
            <button
              className="menu__action message__edit-btn"
              type="button"
              onClick={() => {
                setOpen(false);
                onEdit();
              }}
            >
              <Icon name="pencil" />
              <span className="visually-hidden">Edit</span>
            </button>
          )}
        </div>
      </div>
    </details>
  );
}

/** Away from the nearer edges of the window. */
function direction(button: DOMRect): string {
  const vertical = window.innerHeight - button.bottom < LEAST_SPACE_BELOW ? "up" : "down";
  const horizontal = button.left + button.width / 2 > window.innerWidth / 2 ? "back" : "forth";
  return `${vertical} ${horizontal}`;
}
