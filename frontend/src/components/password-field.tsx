import { type InputHTMLAttributes, useId, useState } from "react";
import { words } from "../language/index.ts";
import { Icon } from "./icon.tsx";

interface PasswordFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "type"> {
  label: string;
}

/** A password, hidden until its owner wants to see what they typed. */
export function PasswordField({ label, ...input }: PasswordFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const { session } = words();
  const action = shown ? session.hidePassword : session.showPassword;
  return (
    <div className="input">
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        className="input__control"
        id={id}
        type={shown ? "text" : "password"}
        autoCapitalize="off"
        spellCheck={false}
      />
      <button
        className="input__toggle"
        type="button"
        title={action}
        aria-controls={id}
        onClick={() => setShown(!shown)}
      >
        <Icon name={shown ? "eye-off" : "eye"} />
        <span className="visually-hidden">{action}</span>
      </button>
    </div>
  );
}
