import { canShare, share } from "../lib/share.ts";
import { Icon } from "./icon.tsx";

interface ShareButtonProps {
  label: string;
  /** What goes to the system's share sheet, made when it is wanted. */
  what: () => Promise<ShareData>;
  onFailed?: (error: unknown) => void;
}

/** The system's share sheet. Where there is none, there is no button. */
export function ShareButton({ label, what, onFailed = () => {} }: ShareButtonProps) {
  if (!canShare()) return null;

  async function open() {
    await share(await what());
  }

  return (
    <button className="btn" type="button" title={label} onClick={() => void open().catch(onFailed)}>
      <Icon name="share" />
      <span className="visually-hidden">{label}</span>
    </button>
  );
}
