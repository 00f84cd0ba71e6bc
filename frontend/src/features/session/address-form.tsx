import { Field } from "../../components/field.tsx";
import { Problem } from "../../components/problem.tsx";
import { words } from "../../language/index.ts";
import { useSubmit } from "./use-submit.ts";

interface AddressFormProps {
  legend: string;
  hint: string;
  send: string;
  email: string;
  onType: (email: string) => void;
  onSend: (email: string) => Promise<void>;
}

/** Where a letter should go. */
export function AddressForm({ legend, hint, send, email, onType, onSend }: AddressFormProps) {
  const { session } = words();
  const { problem, busy, submit } = useSubmit((form) => onSend(String(form.get("email_address")).trim()));
  return (
    <form className="signup__form" onSubmit={submit} data-shaken={problem !== ""}>
      <h1 className="signup__legend">{legend}</h1>
      <p className="signup__notice">{hint}</p>
      <Problem text={problem} />
      <Field
        label={session.email}
        icon="mail"
        name="email_address"
        type="email"
        autoComplete="username"
        placeholder={session.enterEmail}
        defaultValue={email}
        onChange={(event) => onType(event.target.value.trim())}
        required
        autoFocus
      />
      <button className="btn btn--solid btn--pill" type="submit" disabled={busy}>
        {send}
      </button>
    </form>
  );
}
