import { type FormEvent, type ReactNode, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Switch } from "../../components/switch.tsx";
import { words } from "../../language/index.ts";
import type { RoomForm as Form } from "../../lib/api/rooms.ts";
import type { Id, User } from "../../lib/wire.ts";
import { AccessList } from "./access-list.tsx";

interface RoomFormProps {
  initial: Form;
  people: readonly User[];
  locked: Id;
  /** Without it the form is only to be read. */
  onSave?: (form: Form) => Promise<void>;
  children?: ReactNode;
}

/** A room's name and who is in: the same form for a new room and for one that is there. */
export function RoomForm({ initial, people, locked, onSave, children }: RoomFormProps) {
  const { rooms } = words();
  const [name, setName] = useState(initial.name);
  const [open, setOpen] = useState(initial.kind === "open");
  const [members, setMembers] = useState<ReadonlySet<Id>>(() => new Set([...initial.members, locked]));
  const [first] = useState(members);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await onSave?.({ name: name.trim(), kind: open ? "open" : "closed", members: [...members] });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : words().common.failed);
      setBusy(false);
    }
  }

  function change(user: Id, member: boolean) {
    const next = new Set(members);
    if (member) next.add(user);
    else next.delete(user);
    setMembers(next);
  }

  if (!onSave) {
    return (
      <>
        <h1 className="form__title" dir="auto">
          {initial.name}
        </h1>
        <div className="access">
          <AccessList
            people={people.filter((user) => open || first.has(user.id))}
            members={members}
            first={first}
            locked=""
          />
        </div>
        <p className="access__hint">{rooms.notYours}</p>
        {children}
      </>
    );
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      {problem && (
        <p className="flash flash--inline" role="alert">
          <Icon name="warning" /> {problem}
        </p>
      )}
      <div className="input">
        <input
          className="input__control"
          name="name"
          aria-label={rooms.nameThis}
          placeholder={rooms.namePlaceholder}
          value={name}
          maxLength={100}
          required
          dir="auto"
          onChange={(event) => setName(event.target.value)}
        />
        <Icon name="pencil" />
      </div>
      <div className="access">
        <div className="access__entry">
          <span className="access__icon">
            <Icon name="people" />
          </span>
          <span className="access__name">{rooms.everyone}</span>
          <span className="access__line" />
          <Switch label={open ? rooms.giveSome : rooms.giveEveryone} checked={open} onChange={setOpen} />
        </div>
        {!open && (
          <>
            <hr className="access__rule" />
            <AccessList people={people} members={members} first={first} locked={locked} onChange={change} />
          </>
        )}
      </div>
      <div className="access__save">
        <button className="btn btn--solid btn--large" type="submit" disabled={busy}>
          <Icon name="check" />
          <span className="visually-hidden">{rooms.save}</span>
        </button>
      </div>
      {children}
    </form>
  );
}
