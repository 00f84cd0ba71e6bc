import { useState } from "react";
import { Flame } from "../../components/flame.tsx";
import { Icon } from "../../components/icon.tsx";

interface InvitationProps {
  name: string;
  url: string;
}

/** What a young account shows instead of silence: how to bring people in. */
export function Invitation({ name, url }: InvitationProps) {
  const [copied, setCopied] = useState(false);
  const shareable = typeof navigator.canShare === "function" && navigator.canShare({ url });

  async function copy() {
    await navigator.clipboard.writeText(url);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  }

  return (
    <section className="invitation">
      <Flame />
      <h2 className="invitation__title">Welcome to {name}</h2>
      <p>Send this link to everyone who should sit here.</p>
      <input
        className="invitation__url"
        aria-label="Share to invite more people"
        value={url}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <div className="invitation__actions">
        <button className="btn" type="button" onClick={() => void copy().catch(() => {})} data-done={copied}>
          <Icon name={copied ? "check" : "copy"} />
          <span className="visually-hidden">Copy join link</span>
        </button>
        {shareable && (
          <button className="btn" type="button" onClick={() => void navigator.share({ url }).catch(() => {})}>
            <Icon name="share" />
            <span className="visually-hidden">Share join link</span>
          </button>
        )}
      </div>
      <span className="visually-hidden" role="status">
        {copied ? "Copied" : ""}
      </span>
    </section>
  );
}
