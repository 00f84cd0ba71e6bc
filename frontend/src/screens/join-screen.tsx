import { useEffect, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { Spinner } from "../components/spinner.tsx";
import { HelpContact } from "../features/session/help-contact.tsx";
import { NameTag } from "../features/session/name-tag.tsx";
import { RegistrationForm } from "../features/session/registration-form.tsx";
import type { Registration, Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";
import type { PublicAccount } from "../lib/wire.ts";

interface JoinScreenProps {
  server: Server;
  code: string;
  onSignedIn: () => Promise<void>;
}

export function JoinScreen({ server, code, onSignedIn }: JoinScreenProps) {
  const [account, setAccount] = useState<PublicAccount | null>(null);
  const [problem, setProblem] = useState<ServerError | null>(null);

  useEffect(() => {
    server.invitation(code).then(
      (answer) => setAccount(answer.account),
      (error: unknown) => setProblem(error instanceof ServerError ? error : null),
    );
  }, [server, code]);

  async function register(registration: Registration) {
    await server.join(code, registration);
    await onSignedIn();
  }

  if (problem) {
    return (
      <main className="signup">
        <Placeholder title={problem.status === 404 ? "This invitation doesn't work" : "That didn't work"}>
          <p>
            {problem.status === 404 ? "The link is old or incomplete. Ask for a new one." : problem.message}
          </p>
        </Placeholder>
      </main>
    );
  }
  if (!account) {
    return (
      <main className="signup">
        <Spinner label="Loading" />
      </main>
    );
  }
  return (
    <main className="signup signup--tag">
      <a className="btn signup__door" href="/session/new" title="Sign in">
        <Icon name="key" />
        <span className="visually-hidden">Sign in</span>
      </a>
      <NameTag>
        <RegistrationForm legend={account.name} onRegister={register} />
      </NameTag>
      <HelpContact contact={account.help_contact} />
    </main>
  );
}
