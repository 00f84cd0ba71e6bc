import { useEffect, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { Spinner } from "../components/spinner.tsx";
import { HelpContact } from "../features/session/help-contact.tsx";
import { JoinDoors } from "../features/session/join-doors.tsx";
import { NameTag } from "../features/session/name-tag.tsx";
import { ProviderButtons } from "../features/session/provider-buttons.tsx";
import { RegistrationForm } from "../features/session/registration-form.tsx";
import { words } from "../language/index.ts";
import type { Registration, Server } from "../lib/pocketbase.ts";
import { router } from "../lib/router.ts";
import { ServerError } from "../lib/server-error.ts";
import { setOut } from "../lib/trip.ts";
import type { AuthMethods, PublicAccount } from "../lib/wire.ts";

interface JoinScreenProps {
  server: Server;
  code: string;
  onSignedIn: () => Promise<void>;
}

export function JoinScreen({ server, code, onSignedIn }: JoinScreenProps) {
  const { session, common } = words();
  const [invitation, setInvitation] = useState<{ account: PublicAccount; auth_methods: AuthMethods } | null>(
    null,
  );
  const [problem, setProblem] = useState<ServerError | null>(null);

  useEffect(() => {
    server
      .invitation(code)
      .then(setInvitation, (error: unknown) => setProblem(error instanceof ServerError ? error : null));
  }, [server, code]);

  async function register(registration: Registration) {
    try {
      await server.join(code, registration);
    } catch (error) {
      if (!(error instanceof ServerError) || error.code !== "email_taken") throw error;
      router.go(`/session/new?email_address=${encodeURIComponent(registration.email)}`);
      return;
    }
    await onSignedIn();
  }

  if (problem) {
    return (
      <main className="signup">
        <Placeholder title={titleOf(problem)}>
          <p>{problem.status === 404 ? session.invitationOffHint : problem.message}</p>
          <a className="btn btn--pill" href="/session/new">
            {session.signIn}
          </a>
        </Placeholder>
      </main>
    );
  }
  if (!invitation) {
    return (
      <main className="signup">
        <Spinner label={common.loading} />
      </main>
    );
  }
  const { account, auth_methods: methods } = invitation;
  const buttons = (
    <ProviderButtons
      providers={methods.oauth2}
      onChoose={(provider) =>
        setOut(server, provider, { from: window.location.pathname, to: "/", joinCode: code })
      }
    />
  );
  return (
    <main className="signup signup--tag">
      <a className="btn signup__door" href="/session/new" title={session.signIn}>
        <Icon name="key" />
        <span className="visually-hidden">{session.signIn}</span>
      </a>
      <NameTag>
        <JoinDoors
          name={account.name}
          methods={methods}
          form={<RegistrationForm legend={account.name} onRegister={register} />}
          buttons={buttons}
        />
      </NameTag>
      <HelpContact contact={account.help_contact} />
    </main>
  );
}

function titleOf({ status, code }: ServerError): string {
  const { session, common } = words();
  if (code === "join_closed") return session.join.closed;
  return status === 404 ? session.invitationOff : common.failed;
}
