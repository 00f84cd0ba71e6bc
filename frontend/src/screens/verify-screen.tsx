import { useState } from "react";
import { Placeholder } from "../components/placeholder.tsx";
import { words } from "../language/index.ts";
import { verifyAddress } from "../lib/api/sessions.ts";
import type { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";

/** The page behind the link that proves an address. Whoever draws previews of links does not press the button. */
export function VerifyScreen({ server, token }: { server: Server; token: string }) {
  const [end, setEnd] = useState<"done" | "dead" | "failed" | null>(null);
  const { session, common } = words();
  const { verify, reset } = session;

  function confirm() {
    verifyAddress(server, token).then(
      () => setEnd("done"),
      (error: unknown) => setEnd(error instanceof ServerError && error.status === 400 ? "dead" : "failed"),
    );
  }

  const title = end === "done" ? verify.done : end === "dead" ? reset.failed : verify.title;
  return (
    <main className="signup">
      <Placeholder title={title}>
        {end === "dead" && <p role="alert">{reset.failedHint}</p>}
        {end === "failed" && <p role="alert">{common.failed}</p>}
        {end === "done" || end === "dead" ? (
          <a className="btn btn--pill" href="/">
            {verify.go}
          </a>
        ) : (
          <button className="btn btn--pill" type="button" onClick={confirm}>
            {verify.confirm}
          </button>
        )}
      </Placeholder>
    </main>
  );
}
