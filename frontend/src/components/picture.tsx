import { type ReactNode, useRef, useState } from "react";
import { Icon } from "./icon.tsx";
import { UpgradeNote } from "./upgrade-note.tsx";

interface PictureProps {
  /** The button's name: "Upload avatar". */
  label: string;
  enabled: boolean;
  /** What is said while it is not enabled. */
  notice: string;
  wished: boolean;
  onWish: () => void;
  onPick?: (file: File) => void;
  /** What is shown now. */
  children: ReactNode;
}

/** A face or a logo with the button that would change it. While pictures are off no file is asked for. */
export function Picture({ label, enabled, notice, wished, onWish, onPick, children }: PictureProps) {
  const input = useRef<HTMLInputElement>(null);
  const [explained, setExplained] = useState(false);

  return (
    <div className="picture">
      <div className="picture__row">
        <button
          className="btn"
          type="button"
          title={label}
          aria-expanded={enabled ? undefined : explained}
          onClick={() => (enabled ? input.current?.click() : setExplained(!explained))}
        >
          <Icon name="camera" />
          <span className="visually-hidden">{label}</span>
        </button>
        <div className="picture__shown">{children}</div>
      </div>
      {enabled ? (
        <input
          ref={input}
          className="visually-hidden"
          type="file"
          accept="image/png,image/jpeg,image/gif,image/webp"
          aria-label={label}
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) onPick?.(file);
            event.target.value = "";
          }}
        />
      ) : (
        explained && <UpgradeNote text={notice} wished={wished} onWish={onWish} />
      )}
    </div>
  );
}
