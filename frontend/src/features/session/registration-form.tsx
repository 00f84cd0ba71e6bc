import { useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { words } from "../../language/index.ts";
import type { Registration } from "../../lib/pocketbase.ts";
import { useSubmit } from "./use-submit.ts";

interface RegistrationFormProps {
  legend: string;
  hint?: string;
  onRegister: (registration: Registration) => Promise<void>;
}

/** Name, email, password: the same three for the first administrator and for everybody after. */
export function RegistrationForm({ legend, hint, onRegister }: RegistrationFormProps) {
  const { session } = words();
  const [name, setName] = useState("");
  const { problem, busy, submit } = useSubmit((form) => {
    const email = String(form.get("email_address")).trim();
    return onRegister({ name: name.trim(), email, password: String(form.get("password")) });
  });

  return (
    <form className="signup__form" onSubmit={submit} data-shaken={problem !== ""}>
      <h1 className="signup__legend">{legend}</h1>
      {hint && <p className="signup__notice">{hint}</p>}
      <div className="signup__face">
        <Avatar id={name.trim().toLowerCase() || "you"} name={name || "?"} />
      </div>
      {problem && (
        <p className="flash flash--inline" role="alert">
          <Icon name="warning" /> {problem}
        </p>
      )}
      <Field
        label={session.name}
        icon="person"
        name="name"
        autoComplete="name"
        placeholder={session.name}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        required
        autoFocus
      />
      <Field
        label={session.email}
        icon="mail"
        name="email_address"
        type="email"
        autoComplete="username"
        placeholder={session.email}
        required
      />
      <PasswordField
        label={session.password}
        name="password"
        autoComplete="new-password"
        placeholder={session.password}
        minLength={8}
        maxLength={71}
        required
      />
      <button className="btn btn--solid btn--large" type="submit" disabled={busy}>
        <Icon name="check" />
        <span className="visually-hidden">{session.save}</span>
      </button>
    </form>
  );
}
