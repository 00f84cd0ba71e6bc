import { useState } from "react";
import { Flame } from "../components/flame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { VersionBadge } from "../components/version-badge.tsx";
import { HelpContact } from "../features/session/help-contact.tsx";
import { ProviderButtons } from "../features/session/provider-buttons.tsx";
import { SignInSteps } from "../features/session/sign-in-steps.tsx";
import { words } from "../language/index.ts";
import type { Server } from "../lib/pocketbase.ts";
import { setOut } from "../lib/trip.ts";
import type { Setup } from "../lib/wire.ts";
import { SignIn } from "../models/sign-in.ts";
import { signInCalls } from "./sign-in-calls.ts";

interface SignInScreenProps {
  server: Server;
  setup: Setup;
  /** The session of whoever was here was ended elsewhere. */
  ended: boolean;
  /** From a join form whose address was known here already. */
  email: string;
  /** Where to be afterwards. */
  wanted: string;
  onSignedIn: () => Promise<void>;
}

export function SignInScreen({ server, setup, ended, email, wanted, onSignedIn }: SignInScreenProps) {
  const { session } = words();
  const { auth_methods: methods } = setup;
  const [door] = useState(() => new SignIn(signInCalls(server, onSignedIn), methods, { email }));

  const { step, mfa } = useSnapshot(door);
  const shut = !methods.password && !methods.otp && methods.oauth2.length === 0;
  const notice = shut ? session.shut : email ? session.taken : ended ? session.ended : undefined;
  return (
    <main className="signup">
      <div className="panel">
        <div className="signup__mark">
          <Flame />
        </div>
        <SignInSteps door={door} legend={setup.account?.name ?? "Campfire"} notice={notice}>
          {methods.oauth2.length > 0 && (
            <>
              {step.name !== "provider" && <p className="signup__or">{session.or}</p>}
              <ProviderButtons
                providers={methods.oauth2}
                onChoose={(provider) => setOut(server, provider, { from: "/session/new", to: wanted, mfa })}
              />
              {methods.join === "provider" && !mfa && (
                <p className="signup__aside">{session.provider.newcomers}</p>
              )}
            </>
          )}
        </SignInSteps>
      </div>
      <HelpContact contact={setup.account?.help_contact} />
      <VersionBadge version={setup.version} />
    </main>
  );
}
