import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { words } from "../../language/index.ts";
import { useSubmit } from "./use-submit.ts";

interface SignInFormProps {
  legend: string;
  email?: string;
  /** Why somebody is here who did not ask to be. */
  notice?: string;
  onType?: (email: string) => void;
  onSignIn: (email: string, password: string) => Promise<void>;
}

export function SignInForm({ legend, email = "", notice, onType, onSignIn }: SignInFormProps) {
  const { session } = words();
  const { problem, busy, submit } = useSubmit((form) =>
    onSignIn(String(form.get("email_address")).trim(), String(form.get("password"))),
  );

  return (
    <form className="signup__form" onSubmit={submit} data-shaken={problem !== ""}>
      <h1 className="signup__legend">{legend}</h1>
      {notice && !problem && (
        <p className="signup__notice" role="status">
          {notice}
        </p>
      )}
      {problem && (
        <p className="flash flash--inline" role="alert">
          <Icon name="warning" /> {problem}
        </p>
      )}
      <Field
        label={session.email}
        icon="mail"
        name="email_address"
        type="email"
        autoComplete="username"
        placeholder={session.enterEmail}
        defaultValue={email}
        onChange={(event) => onType?.(event.target.value.trim())}
        required
        autoFocus={!email}
      />
      <PasswordField
        label={session.password}
        name="password"
        autoComplete="current-password"
        placeholder={session.enterPassword}
        maxLength={72}
        required
        autoFocus={email !== ""}
      />
      <button className="btn btn--solid btn--large" type="submit" name="log_in" disabled={busy}>
        <Icon name="arrow-right" />
        <span className="visually-hidden">{session.go}</span>
      </button>
    </form>
  );
}
