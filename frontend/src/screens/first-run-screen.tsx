import { NameTag } from "../features/session/name-tag.tsx";
import { RegistrationForm } from "../features/session/registration-form.tsx";
import { words } from "../language/index.ts";
import type { Registration, Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";

interface FirstRunScreenProps {
  server: Server;
  onSignedIn: () => Promise<void>;
}

export function FirstRunScreen({ server, onSignedIn }: FirstRunScreenProps) {
  const { session } = words();

  async function register(registration: Registration) {
    try {
      await server.firstRun(registration);
    } catch (error) {
      // Somebody was faster: the account is there now, so sign in to it.
      if (!(error instanceof ServerError) || error.code !== "gone") throw error;
    }
    await onSignedIn();
  }

  return (
    <main className="signup signup--tag">
      <NameTag>
        <RegistrationForm legend={session.setUp} hint={session.setUpHint} onRegister={register} />
      </NameTag>
    </main>
  );
}
