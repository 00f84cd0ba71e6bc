import { type FormEvent, useState } from "react";
import { Checks } from "../../components/checks.tsx";
import { Choice } from "../../components/choice.tsx";
import { Field } from "../../components/field.tsx";
import { Problem } from "../../components/problem.tsx";
import { SaveButton } from "../../components/save-button.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";
import type { BotKey, KeyForm as Form, Scope } from "../../lib/api/bots.ts";
import type { Id } from "../../lib/wire.ts";

interface KeyFormProps {
  /** Rooms that the bot and I are in. */
  rooms: readonly { id: Id; name: string }[];
  /** The key that is changed; without one another is made. */
  entry?: BotKey;
  onSave: (form: Form) => Promise<void>;
}

/** Stands for the rooms of a key that I am not told of: they stay as they are, or go. */
const UNSEEN = "";

/**
 * Another key, or what one is for. What is not touched makes one for everything, as the original's were.
 */
export function KeyForm({ rooms, entry, onSave }: KeyFormProps) {
  const unseen = entry?.rooms.filter((id) => !rooms.some((room) => room.id === id)) ?? [];
  const seen = entry?.rooms.filter((id) => !unseen.includes(id)) ?? [];
  const [name, setName] = useState(entry?.name ?? "");
  const [scopes, setScopes] = useState<Scope[]>(entry?.scopes ?? ["read", "write"]);
  const [span, setSpan] = useState<"all" | "some">(entry?.rooms.length ? "some" : "all");
  const [some, setSome] = useState<Id[]>(unseen.length > 0 ? [...seen, UNSEEN] : seen);
  const { state, problem, run } = useSave();
  const { keys, noRooms } = words().bots;
  const options = rooms.map((room) => ({ value: room.id, label: room.name }));
  if (unseen.length > 0) options.push({ value: UNSEEN, label: keys.unseen(unseen.length) });

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      if (scopes.length === 0) throw new Error(keys.noScope);
      if (span === "some" && some.length === 0) throw new Error(keys.noRoom);
      const chosen = some.flatMap((id) => (id === UNSEEN ? unseen : [id]));
      await onSave({ name: name.trim(), scopes, rooms: span === "all" ? [] : chosen });
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
        autoFocus={entry !== undefined}
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
      {span === "some" && options.length > 0 && (
        <Checks label={keys.which} values={some} options={options} onChange={setSome} />
      )}
      {span === "some" && options.length === 0 && <p className="group__hint">{noRooms}</p>}
      <Problem text={problem} />
      <SaveButton state={state} label={entry ? keys.save(entry.name) : keys.make} />
    </form>
  );
}
