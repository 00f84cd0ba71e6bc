import { useEffect, useRef, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { LinkBox } from "../../components/link-box.tsx";
import { words } from "../../language/index.ts";
import type { Transfer } from "../../lib/api/sessions.ts";

interface TransferLinkProps {
  /** Mine, or what an administrator hands to somebody who cannot get in. */
  whose: "mine" | "theirs";
  make: () => Promise<Transfer>;
  onFailed: (error: unknown) => void;
}

/** The link that signs in on another device. It is made when somebody wants it, since it lives for five minutes. */
export function TransferLink({ whose, make, onFailed }: TransferLinkProps) {
  const [transfer, setTransfer] = useState<(Transfer & { ends: number }) | null>(null);
  const [left, setLeft] = useState(0);
  const making = useRef<Promise<Transfer> | null>(null);
  const { transfer: text } = words().users;
  const alive = transfer !== null && left > 0;

  useEffect(() => {
    if (!transfer) return;
    const count = () => setLeft(secondsLeft(transfer));
    count();
    const timer = setInterval(count, 1_000);
    return () => clearInterval(timer);
  }, [transfer]);

  async function fresh(): Promise<string> {
    making.current ??= make();
    try {
      const answer = await making.current;
      const made = { ...answer, ends: performance.now() + answer.seconds * 1_000 };
      setLeft(secondsLeft(made));
      setTransfer(made);
      return made.url;
    } finally {
      making.current = null;
    }
  }

  return (
    <section className="transfer">
      <span className="transfer__mark">
        <Icon name="laptop" />
        <Icon name="swap" />
        <Icon name="phone" />
      </span>
      {whose === "theirs" && (
        <p className="transfer__caption">
          <Icon name="crown" /> {text.theirs.link}
        </p>
      )}
      <LinkBox
        id="session_transfer_url"
        words={text[whose]}
        quiet={whose === "theirs"}
        url={alive ? transfer.url : ""}
        placeholder={text.placeholder}
        want={() => (alive ? Promise.resolve(transfer.url) : fresh())}
        onFailed={onFailed}
      >
        <button className="btn" type="button" title={text.make} onClick={() => void fresh().catch(onFailed)}>
          <Icon name="retry" />
          <span className="visually-hidden">{text.make}</span>
        </button>
      </LinkBox>
      <p className="group__hint" role={alive ? "timer" : "status"}>
        {alive && text.left(clock(left))}
        {transfer && !alive && text.expired}
      </p>
    </section>
  );
}

function secondsLeft({ ends }: { ends: number }): number {
  return Math.max(0, Math.round((ends - performance.now()) / 1_000));
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
