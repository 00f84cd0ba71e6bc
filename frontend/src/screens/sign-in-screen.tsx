import { Flame } from "../components/flame.tsx";
import { HelpContact } from "../features/session/help-contact.tsx";
import { SignInForm } from "../features/session/sign-in-form.tsx";
import type { Server } from "../lib/pocketbase.ts";
import type { Setup } from "../lib/wire.ts";

interface SignInScreenProps {
  server: Server;
  setup: Setup;
  onSignedIn: () => Promise<void>;
}

export function SignInScreen({ server, setup, onSignedIn }: SignInScreenProps) {
  async function signIn(email: string, password: string) {
    await server.signIn(email, password);
    await onSignedIn();
  }

  return (
    <main className="signup">
      <div className="panel">
        <div className="signup__mark">
          <Flame />
        </div>
        <SignInForm legend={setup.account?.name ?? "Campfire"} onSignIn={signIn} />
      </div>
      <HelpContact contact={setup.account?.help_contact} />
    </main>
  );
}
