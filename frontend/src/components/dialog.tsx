import { type MouseEvent, type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from "react";
import { words } from "../language/index.ts";
import { Icon } from "./icon.tsx";

/**
 * Chromium gives focus back while what is behind the dialog still is inert: the caret is there, and what is typed goes
 * nowhere until the field is focused once more.
 */
function wakeFocus(): void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return;
  focused.blur();
  focused.focus({ preventScroll: true });
}

interface DialogProps {
  title: string;
  /** Said to the ear only: the content shows well enough what it is. */
  silentTitle?: boolean;
  /** `fire` burns behind the one dialog that stops somebody; `top` hangs from the upper edge, for what is quick. */
  look?: "plain" | "fire" | "top";
  onClose: () => void;
  children: ReactNode;
}

/**
 * A native modal: as long as it is drawn, it is open. Escape, the close button and a press beside it call `onClose`;
 * focus goes back to where it was.
 */
export function Dialog({ title, silentTitle = false, look = "plain", onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();

  // A layout effect closes it while it still is in the page: only then does the browser give focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      requestAnimationFrame(wakeFocus);
    };
  }, []);

  function cancel(event: SyntheticEvent) {
    event.preventDefault();
    onClose();
  }

  // A browser may close it past our `cancel`, when Escape is pressed twice.
  function closed() {
    if (!dialog.current?.open) onClose();
  }

  function pressed(event: MouseEvent) {
    if (event.target === dialog.current) onClose();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape
    <dialog
      className={`dialog dialog--${look}`}
      ref={dialog}
      aria-labelledby={heading}
      onCancel={cancel}
      onClose={closed}
      onClick={pressed}
    >
      <div className="dialog__card">
        <h2 className={silentTitle ? "visually-hidden" : "dialog__title"} id={heading}>
          {title}
        </h2>
        {!silentTitle && (
          <button className="btn dialog__close" type="button" onClick={onClose}>
            <Icon name="cross" />
            <span className="visually-hidden">{words().common.close}</span>
          </button>
        )}
        {children}
      </div>
    </dialog>
  );
}
