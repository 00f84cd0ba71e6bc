import { useId } from "react";
import { Icon, type IconName } from "./icon.tsx";

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: IconName; lang?: string }[];
  onChange: (value: Value) => void;
}

/** One of a few, all of them to be seen. They are radio buttons: arrows move between them. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const group = useId();
  return (
    <fieldset className="choice">
      <legend className="choice__label">{label}</legend>
      <div className="choice__options">
        {options.map((option) => (
          <label key={option.value} className="choice__option" lang={option.lang}>
            <input
              className="choice__input"
              type="radio"
              name={group}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon && <Icon name={option.icon} />}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
