import { Icon } from "../../components/icon.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { words } from "../../language/index.ts";
import { useSubmit } from "./use-submit.ts";

export function NewPasswordForm({ onChoose }: { onChoose: (password: string) => Promise<void> }) {
  const { session } = words();
  const { problem, busy, submit } = useSubmit((form) => onChoose(String(form.get("password"))));
  return (
    <form className="signup__form" onSubmit={submit} data-shaken={problem !== ""}>
      <h1 className="signup__legend">{session.reset.title}</h1>
      <p className="signup__notice">{session.reset.hint}</p>
      {problem && (
        <p className="flash flash--inline" role="alert">
          <Icon name="warning" /> {problem}
        </p>
      )}
      <PasswordField
        label={session.reset.password}
        name="password"
        autoComplete="new-password"
        placeholder={session.reset.password}
        minLength={8}
        maxLength={71}
        required
        autoFocus
      />
      <button className="btn btn--solid btn--large" type="submit" disabled={busy}>
        <Icon name="check" />
        <span className="visually-hidden">{session.save}</span>
      </button>
    </form>
  );
}
