import { useEffect, useRef, useState } from "react";
import { Flame } from "../components/flame.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { Spinner } from "../components/spinner.tsx";
import { problemOf } from "../features/session/problem.ts";
import { SignInSteps } from "../features/session/sign-in-steps.tsx";
import { words } from "../language/index.ts";
import { signInByProvider } from "../lib/api/sign-in.ts";
import type { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";
import { readTrip } from "../lib/trip.ts";
import { SignIn } from "../models/sign-in.ts";
import { signInCalls } from "./sign-in-calls.ts";

interface ProviderScreenProps {
  server: Server;
  /** What the provider sent along. */
  query: URLSearchParams;
  /** Somebody is signed in and connects the provider with their account. */
  connecting: boolean;
  legend: string;
  /** Notes where to be after the sign-in. */
  want: (path: string) => void;
  onSignedIn: () => Promise<void>;
}

/** Where a sign-in provider sends people back to. */
export function ProviderScreen({ server, query, connecting, legend, want, onSignedIn }: ProviderScreenProps) {
  const [back] = useState({ code: query.get("code") ?? "", state: query.get("state") ?? "" });
  const [trip] = useState(readTrip);
  const [problem, setProblem] = useState(back.code ? "" : words().session.provider.denied(readTrip().title));
  const [door, setDoor] = useState<SignIn | null>(null);
  const sent = useRef(false);
  const { session, common } = words();

  useEffect(() => {
    // What came along is good for one use, and nobody's to bookmark.
    window.history.replaceState(null, "", window.location.pathname);
    if (!back.code || sent.current) return;
    sent.current = true;
    const enter = () => {
      want(trip.to);
      return onSignedIn();
    };
    signInByProvider(server, back.code, back.state)
      .then(enter)
      .catch(async (error: unknown) => {
        const mfa = error instanceof ServerError ? error.mfa : "";
        if (!mfa) return setProblem(problemOf(error));
        const methods = await server.setup().then(({ auth_methods }) => auth_methods);
        setDoor(new SignIn(signInCalls(server, enter), methods, { mfa }));
      })
      .catch((error: unknown) => setProblem(problemOf(error)));
  }, [server, back, trip, want, onSignedIn]);

  if (door) {
    return (
      <main className="signup">
        <div className="panel">
          <div className="signup__mark">
            <Flame />
          </div>
          <SignInSteps door={door} legend={legend} />
        </div>
      </main>
    );
  }
  if (problem) {
    return (
      <main className="signup">
        <Placeholder title={connecting ? session.provider.notConnected : session.provider.failed}>
          <p role="alert">{problem}</p>
          <a className="btn btn--pill" href={trip.from} onClick={() => connecting || want(trip.to)}>
            {connecting ? common.goBack : common.tryAgain}
          </a>
        </Placeholder>
      </main>
    );
  }
  return (
    <main className="signup signup--waiting">
      <Spinner label={session.transfer.working} />
      <p>{session.transfer.working}</p>
    </main>
  );
}
