import { Icon } from "./icon.tsx";

interface ChecksProps<Value extends string> {
  label: string;
  values: readonly Value[];
  options: readonly { value: Value; label: string }[];
  onChange: (values: Value[]) => void;
}

/** Any of a few, all of them to be seen. */
export function Checks<Value extends string>({ label, values, options, onChange }: ChecksProps<Value>) {
  return (
    <fieldset className="choice">
      <legend className="choice__label">{label}</legend>
      <div className="choice__options choice__options--many">
        {options.map(({ value, label }) => (
          <label key={value} className="choice__option">
            <input
              className="choice__input"
              type="checkbox"
              checked={values.includes(value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...values, value] : values.filter((other) => other !== value))
              }
            />
            {values.includes(value) && <Icon name="check" />}
            <span className="choice__text" dir="auto">
              {label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
