import { useState } from "react";
import { Placeholder } from "../components/placeholder.tsx";
import { words } from "../language/index.ts";
import { unsubscribe } from "../lib/api/mailing.ts";
import type { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";

/** The page behind the link that ends mails, for whoever it was sent to. Whoever only looks at links does not press the button. */
export function UnsubscribeScreen({ server, token }: { server: Server; token: string }) {
  const [end, setEnd] = useState<"done" | "dead" | "failed" | null>(null);
  const { notifications, common } = words();
  const text = notifications.unsubscribe;

  function confirm() {
    unsubscribe(server, token).then(
      () => setEnd("done"),
      (error: unknown) => setEnd(error instanceof ServerError && error.status === 404 ? "dead" : "failed"),
    );
  }

  const title = end === "done" ? text.done : end === "dead" ? text.dead : text.title;
  return (
    <main className="signup">
      <Placeholder title={title}>
        {end === null && <p>{text.hint}</p>}
        {end === "done" && <p role="status">{text.doneHint}</p>}
        {end === "dead" && <p role="alert">{text.deadHint}</p>}
        {end === "failed" && <p role="alert">{common.failed}</p>}
        {end === "done" || end === "dead" ? (
          <a className="btn btn--pill" href="/">
            {text.go}
          </a>
        ) : (
          <button className="btn btn--pill" type="button" onClick={confirm}>
            {text.confirm}
          </button>
        )}
      </Placeholder>
    </main>
  );
}
