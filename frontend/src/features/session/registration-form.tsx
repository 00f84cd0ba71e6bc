import { useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import type { Registration } from "../../lib/pocketbase.ts";
import { useSubmit } from "./use-submit.ts";

interface RegistrationFormProps {
  legend: string;
  onRegister: (registration: Registration) => Promise<void>;
}

/** Name, email, password: the same three for the first administrator and for everybody after. */
export function RegistrationForm({ legend, onRegister }: RegistrationFormProps) {
  const [name, setName] = useState("");
  const { problem, busy, submit } = useSubmit((form) => {
    const email = String(form.get("email_address")).trim();
    return onRegister({ name: name.trim(), email, password: String(form.get("password")) });
  });

  return (
    <form className="signup__form" onSubmit={submit} data-shaken={problem !== ""}>
      <h1 className="signup__legend">{legend}</h1>
      <div className="signup__face">
        <Avatar id={name.trim().toLowerCase() || "you"} name={name || "?"} />
      </div>
      {problem && (
        <p className="flash flash--inline" role="alert">
          <Icon name="warning" /> {problem}
        </p>
      )}
      <Field
        label="Name"
        icon="person"
        name="name"
        autoComplete="name"
        placeholder="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        required
        autoFocus
      />
      <Field
        label="Email address"
        icon="mail"
        name="email_address"
        type="email"
        autoComplete="username"
        placeholder="Email address"
        required
      />
      <Field
        label="Password"
        icon="key"
        name="password"
        type="password"
        autoComplete="new-password"
        placeholder="Password"
        minLength={8}
        maxLength={71}
        required
      />
      <button className="btn btn--solid btn--large" type="submit" disabled={busy}>
        <Icon name="check" />
        <span className="visually-hidden">Save</span>
      </button>
    </form>
  );
}
