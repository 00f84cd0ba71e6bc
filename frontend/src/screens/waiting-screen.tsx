import { useEffect } from "react";
import { Flame } from "../components/flame.tsx";
import { Placeholder } from "../components/placeholder.tsx";

interface WaitingScreenProps {
  /** Why we wait longer than expected; nothing while all is well. */
  reason?: string;
  onRetry?: () => void;
}

const RETRY_MS = 3_000;

export function WaitingScreen({ reason, onRetry }: WaitingScreenProps) {
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
          Loading
        </span>
      </main>
    );
  }
  return (
    <main className="signup">
      <Placeholder title="Can't reach Campfire">
        <p role="alert">{reason}</p>
        <button className="btn btn--pill" type="button" onClick={onRetry}>
          Try again
        </button>
      </Placeholder>
    </main>
  );
}
