import { useEffect, useRef, useState } from "react";
import { Placeholder } from "../components/placeholder.tsx";
import { Spinner } from "../components/spinner.tsx";
import { words } from "../language/index.ts";
import { redeemTransfer } from "../lib/api/sessions.ts";
import type { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";

interface TransferScreenProps {
  server: Server;
  token: string;
  onSignedIn: () => Promise<void>;
}

/**
 * The page behind a sign-in link. Opening the address changes nothing; only this page's own request uses the link up, so
 * that whoever draws previews of links does not.
 */
export function TransferScreen({ server, token, onSignedIn }: TransferScreenProps) {
  const [problem, setProblem] = useState<ServerError | null>(null);
  const sent = useRef("");
  const { session, common } = words();

  useEffect(() => {
    if (sent.current === token) return;
    sent.current = token;
    redeemTransfer(server, token)
      .then(onSignedIn)
      .catch((error: unknown) => setProblem(error instanceof ServerError ? error : failure(error)));
  }, [server, token, onSignedIn]);

  if (!problem) {
    return (
      <main className="signup signup--waiting">
        <Spinner label={session.transfer.working} />
        <p>{session.transfer.working}</p>
      </main>
    );
  }
  // A link that was refused is used up, too old or not one of ours; anything else may pass, and then it still works.
  const dead = problem.status >= 400 && problem.status < 500 && problem.status !== 429;

  function again() {
    sent.current = "";
    setProblem(null);
  }

  return (
    <main className="signup">
      <Placeholder title={dead ? session.transfer.failed : session.transfer.again}>
        <p role="alert">{dead ? session.transfer.failedHint : problem.message}</p>
        {dead ? (
          <a className="btn btn--pill" href="/">
            {session.signIn}
          </a>
        ) : (
          <button className="btn btn--pill" type="button" onClick={again}>
            {common.tryAgain}
          </button>
        )}
      </Placeholder>
    </main>
  );
}

function failure(error: unknown): ServerError {
  return new ServerError(0, "", error instanceof Error ? error.message : words().common.failed);
}
