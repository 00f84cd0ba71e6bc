import { Placeholder } from "../components/placeholder.tsx";

interface RoomTroubleProps {
  missing: boolean;
  reason: string;
  onRetry: () => void;
}

export function RoomTrouble({ missing, reason, onRetry }: RoomTroubleProps) {
  if (missing) {
    return (
      <Placeholder title="This room is not here">
        <p>It was closed, or you are no longer in it.</p>
      </Placeholder>
    );
  }
  return (
    <Placeholder title="These messages didn't come">
      <p>{reason}</p>
      <button className="btn btn--pill" type="button" onClick={onRetry}>
        Try again
      </button>
    </Placeholder>
  );
}
