import { useState } from "react";
import { Placeholder } from "../components/placeholder.tsx";
import { NewPasswordForm } from "../features/session/new-password-form.tsx";
import { words } from "../language/index.ts";
import { resetPassword } from "../lib/api/sessions.ts";
import type { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";

interface ResetScreenProps {
  server: Server;
  token: string;
  /** Whoever was signed in here may not be any more. */
  onDone: () => Promise<void>;
}

/** The page behind the link of a letter. Opening it changes nothing. */
export function ResetScreen({ server, token, onDone }: ResetScreenProps) {
  const [end, setEnd] = useState<"done" | "dead" | null>(null);
  const { session } = words();
  const { reset } = session;

  async function choose(password: string) {
    try {
      await resetPassword(server, token, password);
    } catch (error) {
      if (!(error instanceof ServerError) || error.status !== 400) throw error;
      setEnd("dead"); // the form holds the lengths, so it is the link
      return;
    }
    setEnd("done");
    await onDone();
  }

  return (
    <main className="signup">
      {end ? (
        <Placeholder title={end === "done" ? reset.done : reset.failed}>
          <p role="alert">{end === "done" ? reset.doneHint : reset.failedHint}</p>
          <a className="btn btn--pill" href="/session/new">
            {session.signIn}
          </a>
        </Placeholder>
      ) : (
        <div className="panel">
          <NewPasswordForm onChoose={choose} />
        </div>
      )}
    </main>
  );
}
