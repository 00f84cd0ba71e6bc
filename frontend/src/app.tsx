import { useCallback, useEffect } from "react";
import { useSnapshot } from "./components/use-snapshot.ts";
import { Server } from "./lib/pocketbase.ts";
import { catchLinks, router } from "./lib/router.ts";
import { Session } from "./models/session.ts";
import { matchRoute } from "./routes.ts";
import { FirstRunScreen } from "./screens/first-run-screen.tsx";
import { JoinScreen } from "./screens/join-screen.tsx";
import { ProviderScreen } from "./screens/provider-screen.tsx";
import { ResetScreen } from "./screens/reset-screen.tsx";
import { SignInScreen } from "./screens/sign-in-screen.tsx";
import { SignedIn } from "./screens/signed-in.tsx";
import { TransferScreen } from "./screens/transfer-screen.tsx";
import { UnsubscribeScreen } from "./screens/unsubscribe-screen.tsx";
import { VerifyScreen } from "./screens/verify-screen.tsx";
import { WaitingScreen } from "./screens/waiting-screen.tsx";

const server = new Server();
const session = new Session(server);

/** Who is there decides the door; the address decides the room behind it. */
export function App() {
  const snapshot = useSnapshot(session);
  const path = useSnapshot(router);
  const route = matchRoute(path);
  const door = doorFor(snapshot.status, route.name);

  useEffect(() => {
    void session.load();
    return catchLinks();
  }, []);

  useEffect(() => {
    if (!door) return;
    if (door === "/session/new" && route.name !== "first-run") session.want(path);
    router.go(door, "replace");
  }, [door, path, route.name]);

  const want = useCallback((to: string) => session.want(to), []);
  const enter = useCallback(async () => {
    await session.load();
    router.go(session.takeWanted(), "replace");
  }, []);

  if (route.name === "provider" && (snapshot.status === "guest" || snapshot.status === "member")) {
    return (
      <ProviderScreen
        server={server}
        query={route.query}
        connecting={snapshot.status === "member"}
        legend={snapshot.status === "guest" ? (snapshot.setup.account?.name ?? "") : ""}
        want={want}
        onSignedIn={enter}
      />
    );
  }
  // Also for somebody who is signed in: the link says who they want to be here.
  if (route.name === "transfer" && (snapshot.status === "guest" || snapshot.status === "member")) {
    return <TransferScreen server={server} token={route.token} onSignedIn={enter} />;
  }

  if (route.name === "reset" && (snapshot.status === "guest" || snapshot.status === "member")) {
    return <ResetScreen server={server} token={route.token} onDone={session.load} />;
  }
  if (route.name === "verify" && (snapshot.status === "guest" || snapshot.status === "member")) {
    return <VerifyScreen server={server} token={route.token} />;
  }
  if (route.name === "unsubscribe" && (snapshot.status === "guest" || snapshot.status === "member")) {
    return <UnsubscribeScreen server={server} token={route.token} />;
  }

  switch (snapshot.status) {
    case "loading":
      return <WaitingScreen />;
    case "unreachable":
      return <WaitingScreen reason={snapshot.reason} onRetry={() => void session.load()} />;
    case "setup":
      return <FirstRunScreen server={server} onSignedIn={enter} />;
    case "guest":
      if (route.name === "join") return <JoinScreen server={server} code={route.code} onSignedIn={enter} />;
      return (
        <SignInScreen
          server={server}
          setup={snapshot.setup}
          ended={snapshot.ended}
          wanted={session.wanted}
          email={new URLSearchParams(path.split("?")[1]).get("email_address") ?? ""}
          onSignedIn={enter}
        />
      );
    case "member":
      return <SignedIn server={server} bootstrap={snapshot.bootstrap} session={session} route={route} />;
  }
}

const GUEST_PAGES = ["sign-in", "join", "transfer", "reset", "verify", "unsubscribe", "provider"];

function doorFor(status: string, route: string): string | null {
  if (status === "setup" && route !== "first-run") return "/first_run";
  if (status === "guest" && !GUEST_PAGES.includes(route)) return "/session/new";
  return null;
}
