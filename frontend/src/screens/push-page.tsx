import { useMemo } from "react";
import { PageFrame } from "../components/page-frame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { AllowButton } from "../features/notifications/allow-button.tsx";
import { NotificationHelp } from "../features/notifications/notification-help.tsx";
import { type PushCalls, PushList } from "../features/notifications/push-list.tsx";
import { words } from "../language/index.ts";
import { pushDevices, removePushDevice, testPushDevice } from "../lib/api/push.ts";
import type { PageProps } from "./pages.ts";

/** Where this person gets notifications, and what to do when none come. */
export function PushPage({ desk }: PageProps<"push-subscriptions">) {
  const { server, consent, flash } = desk;
  const state = useSnapshot(consent);
  const { push, helpTitle } = words().notifications;

  const calls: PushCalls = useMemo(
    () => ({
      list: () => pushDevices(server),
      remove: (id) => removePushDevice(server, id),
      test: (id) => testPushDevice(server, id),
    }),
    [server],
  );

  return (
    <PageFrame title={push.title}>
      <div className="form">
        <section className="group" aria-label={push.title}>
          <h2 className="group__title">{push.title}</h2>
          <p>{push.hint}</p>
          <AllowButton wide consent={consent} onFailed={flash.failed} />
          <PushList calls={calls} changed={state} />
        </section>
        <section className="group" aria-label={helpTitle}>
          <h2 className="group__title">{helpTitle}</h2>
          <NotificationHelp />
        </section>
      </div>
    </PageFrame>
  );
}
