import { type ReactNode, useRef } from "react";
import { Icon } from "../../components/icon.tsx";
import { PopPanel } from "../../components/pop-panel.tsx";

interface FilterChipProps {
  label: string;
  /** What it is set to, "" while it is not. */
  value: string;
  open: boolean;
  onPress: () => void;
  onClose: () => void;
  /** What there is to choose from. */
  children: ReactNode;
}

export function FilterChip({ label, value, open, onPress, onClose, children }: FilterChipProps) {
  const chip = useRef<HTMLButtonElement>(null);

  function close() {
    onClose();
    chip.current?.focus();
  }

  return (
    <>
      <button
        className="chip"
        ref={chip}
        type="button"
        aria-pressed={value !== ""}
        aria-expanded={value ? undefined : open}
        onClick={onPress}
      >
        {label}
        {value && (
          <>
            {" "}
            <span className="chip__value" dir="auto">
              {value}
            </span>
            <Icon name="cross" />
          </>
        )}
      </button>
      {open && (
        <PopPanel anchor={chip} onClose={onClose}>
          <div
            className="pick"
            role="dialog"
            aria-label={label}
            onKeyDown={(event) => event.key === "Escape" && close()}
          >
            {children}
          </div>
        </PopPanel>
      )}
    </>
  );
}
