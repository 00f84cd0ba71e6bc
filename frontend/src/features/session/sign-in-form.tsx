import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { useSubmit } from "./use-submit.ts";

interface SignInFormProps {
  legend: string;
  email?: string;
  onSignIn: (email: string, password: string) => Promise<void>;
}

export function SignInForm({ legend, email = "", onSignIn }: SignInFormProps) {
  const { problem, busy, submit } = useSubmit((form) =>
    onSignIn(String(form.get("email_address")).trim(), String(form.get("password"))),
  );

  return (
    <form className="signup__form" onSubmit={submit} data-shaken={problem !== ""}>
      <h1 className="signup__legend">{legend}</h1>
      {problem && (
        <p className="flash flash--inline" role="alert">
          <Icon name="warning" /> {problem}
        </p>
      )}
      <Field
        label="Email address"
        icon="mail"
        name="email_address"
        type="email"
        autoComplete="username"
        placeholder="Enter your email address"
        defaultValue={email}
        required
        autoFocus
      />
      <Field
        label="Password"
        icon="key"
        name="password"
        type="password"
        autoComplete="current-password"
        placeholder="Enter your password"
        maxLength={72}
        required
      />
      <button className="btn btn--solid btn--large" type="submit" name="log_in" disabled={busy}>
        <Icon name="arrow-right" />
        <span className="visually-hidden">Go</span>
      </button>
    </form>
  );
}
