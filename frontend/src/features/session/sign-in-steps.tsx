import type { ReactNode } from "react";
import { Problem } from "../../components/problem.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { SignIn } from "../../models/sign-in.ts";
import { AddressForm } from "./address-form.tsx";
import { CodeForm } from "./code-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

interface SignInStepsProps {
  door: SignIn;
  legend: string;
  /** Why somebody is here who did not ask to be. */
  notice?: string;
  /** Another door beside the first form. */
  children?: ReactNode;
}

/** The form of the step that somebody is at, and what else leads on from it. */
export function SignInSteps({ door, legend, notice, children }: SignInStepsProps) {
  const { step, mfa, ways } = useSnapshot(door);
  const { session } = words();
  const second = mfa ? session.second.hint : undefined;
  const away = step.name === "forgot" || step.name === "letter";
  const beside = !away && (mfa ? door.providers : step.name !== "code");
  return (
    <>
      {form()}
      {ways.length > 0 && (
        <div className="signup__ways">
          {ways.map((way) => (
            <button key={way} className="signup__way" type="button" onClick={() => door.goTo(way)}>
              {session.ways[away ? "back" : way]}
            </button>
          ))}
        </div>
      )}
      {beside && children}
    </>
  );

  function form() {
    const { email } = door.getSnapshot();
    switch (step.name) {
      case "provider":
        return (
          <div className="signup__form">
            <h1 className="signup__legend">{legend}</h1>
            {mfa && !door.providers && <Problem text={session.second.none} />}
            {mfa && door.providers && <p className="signup__notice">{session.second.hint}</p>}
            {notice && <p className="signup__notice">{notice}</p>}
          </div>
        );
      case "password":
        return (
          <SignInForm
            legend={legend}
            email={email}
            notice={second ?? notice}
            onType={door.typed}
            onSignIn={door.password}
          />
        );
      case "ask-code":
        return (
          <AddressForm
            key={step.name}
            legend={session.code.ask}
            hint={second ?? session.code.askHint}
            send={session.code.send}
            email={email}
            onType={door.typed}
            onSend={door.requestCode}
          />
        );
      case "code":
        return (
          <CodeForm
            email={email}
            notice={second}
            onCode={door.code}
            onAgain={() => door.requestCode(email)}
          />
        );
      case "forgot":
        return (
          <AddressForm
            key={step.name}
            legend={session.forgot.title}
            hint={session.forgot.hint}
            send={session.forgot.send}
            email={email}
            onType={door.typed}
            onSend={door.requestReset}
          />
        );
      case "letter":
        return (
          <div className="signup__form">
            <h1 className="signup__legend">{session.forgot.look}</h1>
            <p className="signup__notice" role="status">
              {session.forgot.sent(email)}
            </p>
          </div>
        );
    }
  }
}
