import { Flame } from "../components/flame.tsx";
import { VersionBadge } from "../components/version-badge.tsx";
import { HelpContact } from "../features/session/help-contact.tsx";
import { SignInForm } from "../features/session/sign-in-form.tsx";
import { words } from "../language/index.ts";
import type { Server } from "../lib/pocketbase.ts";
import type { Setup } from "../lib/wire.ts";

interface SignInScreenProps {
  server: Server;
  setup: Setup;
  /** The session of whoever was here was ended elsewhere. */
  ended: boolean;
  /** From a join form whose address was known here already. */
  email: string;
  onSignedIn: () => Promise<void>;
}

export function SignInScreen({ server, setup, ended, email, onSignedIn }: SignInScreenProps) {
  const { session } = words();

  async function signIn(address: string, password: string) {
    await server.signIn(address, password);
    await onSignedIn();
  }

  const notice = email ? session.taken : ended ? session.ended : undefined;
  return (
    <main className="signup">
      <div className="panel">
        <div className="signup__mark">
          <Flame />
        </div>
        <SignInForm
          legend={setup.account?.name ?? "Campfire"}
          email={email}
          notice={notice}
          onSignIn={signIn}
        />
      </div>
      <HelpContact contact={setup.account?.help_contact} />
      <VersionBadge version={setup.version} />
    </main>
  );
}
