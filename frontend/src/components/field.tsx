import { type InputHTMLAttributes, useId } from "react";
import { Icon, type IconName } from "./icon.tsx";

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  label: string;
  icon: IconName;
}

/** One line of a form: its label is there for those who cannot see the placeholder. */
export function Field({ label, icon, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="input">
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <input {...input} className="input__control" id={id} />
      <Icon name={icon} />
    </div>
  );
}
