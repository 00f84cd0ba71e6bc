import { Icon } from "../../components/icon.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import type { Flash } from "../../models/flash.ts";

export function FlashMessage({ flash }: { flash: Flash }) {
  const text = useSnapshot(flash);
  return (
    <div role="alert" className="flash__place">
      {text && (
        <p className="flash">
          <Icon name="warning" /> {text}
        </p>
      )}
    </div>
  );
}
