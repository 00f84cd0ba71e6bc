import { useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { PushConsent } from "../../models/push-consent.ts";
import { DeniedDialog } from "./denied-dialog.tsx";

interface AllowButtonProps {
  consent: PushConsent;
  /** With its words beside the sign, where there is room. */
  wide?: boolean;
  onFailed: (error: unknown) => void;
}

/** Asks this browser to let notifications through; gone once it does. */
export function AllowButton({ consent, wide = false, onFailed }: AllowButtonProps) {
  const state = useSnapshot(consent);
  const [busy, setBusy] = useState(false);
  const [denied, setDenied] = useState(false);
  const { push } = words().notifications;
  const shown = state === "ask" || (wide && (state === "denied" || state === "unsupported"));

  async function press() {
    setBusy(true);
    const answer = await consent.allow().finally(() => setBusy(false));
    setDenied(answer === "denied" || answer === "unsupported");
  }

  return (
    <>
      {shown && (
        <button
          className={wide ? "btn btn--pill" : "btn allow"}
          type="button"
          title={push.allow}
          aria-disabled={busy}
          onClick={() => !busy && void press().catch(onFailed)}
        >
          <Icon name="bell" />
          <span className={wide ? undefined : "visually-hidden"}>{push.allow}</span>
        </button>
      )}
      {denied && <DeniedDialog onClose={() => setDenied(false)} />}
    </>
  );
}
