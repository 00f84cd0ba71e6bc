import { type FormEvent, useEffect, useState } from "react";
import { Field } from "../../components/field.tsx";
import { Problem } from "../../components/problem.tsx";
import { SaveButton } from "../../components/save-button.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";

interface AccountFormProps {
  name: string;
  onRename: (name: string) => Promise<void>;
}

/** The account's name. One that somebody else saves meanwhile is shown, unless this one is being changed. */
export function AccountForm({ name, onRename }: AccountFormProps) {
  const [typed, setTyped] = useState(name);
  const [shown, setShown] = useState(name);
  const { state, problem, run } = useSave();
  const { account } = words();

  useEffect(() => {
    if (typed === shown) setTyped(name);
    setShown(name);
  }, [name, shown, typed]);

  function save(event: FormEvent) {
    event.preventDefault();
    void run(() => onRename(typed.trim()));
  }

  return (
    <form className="form" onSubmit={save}>
      <div className="form__row">
        <Field
          label={account.name}
          icon="pencil"
          name="account_name"
          placeholder={account.namePlaceholder}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          maxLength={100}
          required
          dir="auto"
        />
        <SaveButton state={state} />
      </div>
      <Problem text={problem} />
    </form>
  );
}
