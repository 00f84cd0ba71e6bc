import { useEffect } from "react";
import { Flame } from "../components/flame.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { words } from "../language/index.ts";

interface WaitingScreenProps {
  /** Why we wait longer than expected; nothing while all is well. */
  reason?: string;
  onRetry?: () => void;
}

const RETRY_MS = 3_000;

export function WaitingScreen({ reason, onRetry }: WaitingScreenProps) {
  const { session, common } = words();

  useEffect(() => {
    if (!onRetry) return;
    const timer = setTimeout(onRetry, RETRY_MS);
    return () => clearTimeout(timer);
  }, [onRetry]);

  if (!reason) {
    return (
      <main className="signup signup--waiting" aria-busy="true">
        <Flame />
        <span className="visually-hidden" role="status">
          {common.loading}
        </span>
      </main>
    );
  }
  return (
    <main className="signup">
      <Placeholder title={session.waiting.title}>
        <p role="alert">{reason}</p>
        <button className="btn btn--pill" type="button" onClick={onRetry}>
          {common.tryAgain}
        </button>
      </Placeholder>
    </main>
  );
}
