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
const ICONS = { copied: "check", failed: "warning" } as const;

/** Puts a text on the clipboard, and says for two seconds whether it is there. */
export function CopyButton({ label, text, onFailed = () => {} }: CopyButtonProps) {
  const [end, setEnd] = useState<"copied" | "failed" | null>(null);
  const { common } = words();

  useEffect(() => {
    if (!end) return;
    const timer = setTimeout(() => setEnd(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [end]);

  async function copy() {
    try {
      await copyText(typeof text === "string" ? text : await text());
      setEnd("copied");
    } catch (error) {
      setEnd("failed");
      onFailed(error);
    }
  }

  return (
    <>
      <button
        className="btn"
        type="button"
        title={label}
        data-done={end === "copied"}
        onClick={() => void copy()}
      >
        <Icon name={end ? ICONS[end] : "copy"} />
        <span className="visually-hidden">{label}</span>
      </button>
      <span className="visually-hidden" role="status">
        {end && common[end]}
      </span>
    </>
  );
}
