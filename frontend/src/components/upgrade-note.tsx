import { words } from "../language/index.ts";
import { Icon } from "./icon.tsx";

interface UpgradeNoteProps {
  /** What this waits for, from the catalogue of what is off. */
  text: string;
  wished: boolean;
  onWish: () => void;
}

/** Beside a control of something that is off: when it comes, and a way to say that one wants it. */
export function UpgradeNote({ text, wished, onWish }: UpgradeNoteProps) {
  const { disabled } = words();
  return (
    <div className="upgrade" role="status">
      <span>{text}</span>
      {wished ? (
        <span className="upgrade__thanks">
          <Icon name="heart" /> {disabled.wished}
        </span>
      ) : (
        <button className="btn btn--pill btn--small" type="button" onClick={onWish}>
          <Icon name="heart" /> {disabled.wish}
        </button>
      )}
    </div>
  );
}
