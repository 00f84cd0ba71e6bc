import { type FormEvent, useState } from "react";
import { Checks } from "../../components/checks.tsx";
import { Choice } from "../../components/choice.tsx";
import { Field } from "../../components/field.tsx";
import { Problem } from "../../components/problem.tsx";
import { SaveButton } from "../../components/save-button.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";
import type { KeyForm as Form, Scope } from "../../lib/api/bots.ts";
import type { Id } from "../../lib/wire.ts";

interface KeyFormProps {
  /** Rooms that the bot and I are in. */
  rooms: readonly { id: Id; name: string }[];
  onAdd: (form: Form) => Promise<void>;
}

/** Another key. What is not touched makes one for everything, as the original's were. */
export function KeyForm({ rooms, onAdd }: KeyFormProps) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["read", "write"]);
  const [span, setSpan] = useState<"all" | "some">("all");
  const [some, setSome] = useState<Id[]>([]);
  const { state, problem, run } = useSave();
  const { keys } = words().bots;

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      if (scopes.length === 0) throw new Error(keys.noScope);
      if (span === "some" && some.length === 0) throw new Error(keys.noRoom);
      await onAdd({ name: name.trim(), scopes, rooms: span === "all" ? [] : some });
    });
  }

  return (
    <form className="form" onSubmit={save}>
      <Field
        label={keys.name}
        icon="key"
        placeholder={keys.namePlaceholder}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        required
        autoComplete="off"
        dir="auto"
      />
      <Checks
        label={keys.scopes}
        values={scopes}
        options={[
          { value: "read", label: keys.read },
          { value: "write", label: keys.write },
        ]}
        onChange={setScopes}
      />
      <Choice
        label={keys.rooms}
        value={span}
        options={[
          { value: "all", label: keys.allRooms },
          { value: "some", label: keys.someRooms },
        ]}
        onChange={setSpan}
      />
      {span === "some" && rooms.length > 0 && (
        <Checks
          label={keys.which}
          values={some}
          options={rooms.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setSome}
        />
      )}
      {span === "some" && rooms.length === 0 && <p className="group__hint">{words().bots.noRooms}</p>}
      <Problem text={problem} />
      <SaveButton state={state} label={keys.make} />
    </form>
  );
}
