import { Placeholder } from "../components/placeholder.tsx";
import { words } from "../language/index.ts";

interface RoomTroubleProps {
  missing: boolean;
  reason: string;
  onRetry: () => void;
}

export function RoomTrouble({ missing, reason, onRetry }: RoomTroubleProps) {
  const { pages, common } = words();
  if (missing) {
    return (
      <Placeholder title={pages.roomGone}>
        <p>{pages.roomGoneHint}</p>
      </Placeholder>
    );
  }
  return (
    <Placeholder title={pages.notCome}>
      <p>{reason}</p>
      <button className="btn btn--pill" type="button" onClick={onRetry}>
        {common.tryAgain}
      </button>
    </Placeholder>
  );
}
