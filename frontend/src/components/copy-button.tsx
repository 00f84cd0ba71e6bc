import { useEffect, useState } from "react";
import { words } from "../language/index.ts";
import { copyText } from "../lib/clipboard.ts";
import { Icon } from "./icon.tsx";

interface CopyButtonProps {
  label: string;
  /** The text, or how to get it: a link may be made only when somebody wants it. */
  text: string | (() => Promise<string>);
  onFailed?: (error: unknown) => void;
}

const SHOWN_MS = 2_000;

/** Puts a text on the clipboard, and says so for two seconds. */
export function CopyButton({ label, text, onFailed = () => {} }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    await copyText(typeof text === "string" ? text : await text());
    setCopied(true);
  }

  return (
    <>
      <button
        className="btn"
        type="button"
        title={label}
        data-done={copied}
        onClick={() => void copy().catch(onFailed)}
      >
        <Icon name={copied ? "check" : "copy"} />
        <span className="visually-hidden">{label}</span>
      </button>
      <span className="visually-hidden" role="status">
        {copied ? words().common.copied : ""}
      </span>
    </>
  );
}
