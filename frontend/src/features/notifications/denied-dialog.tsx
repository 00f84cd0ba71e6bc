import { Dialog } from "../../components/dialog.tsx";
import { words } from "../../language/index.ts";
import { NotificationHelp } from "./notification-help.tsx";

export function DeniedDialog({ onClose }: { onClose: () => void }) {
  const { notifications } = words();
  return (
    <Dialog title={notifications.title} look="fire" onClose={onClose}>
      <p>{notifications.hint}</p>
      <NotificationHelp />
    </Dialog>
  );
}
