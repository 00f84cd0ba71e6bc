import { type ReactNode, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { BotKey, KeyForm as Form } from "../../lib/api/bots.ts";
import type { Id } from "../../lib/wire.ts";
import { sortedKeys } from "../../models/bot-keys.ts";
import { KeyEntry } from "./key-entry.tsx";
import { KeyForm } from "./key-form.tsx";

export interface KeyActions {
  add: (form: Form) => Promise<void>;
  change: (key: BotKey, form: Form) => Promise<void>;
  rotate: (key: Id) => Promise<void>;
  revoke: (key: Id) => Promise<void>;
}

interface KeyPanelProps {
  keys: readonly BotKey[];
  /** Rooms that the bot and I are in. */
  rooms: readonly { id: Id; name: string }[];
  actions: KeyActions;
  /** The key that was just made. */
  children?: ReactNode;
}

/** By what this bot is let in: several keys, so that one can end without the others. */
export function KeyPanel({ keys, rooms, actions, children }: KeyPanelProps) {
  const [adding, setAdding] = useState(false);
  const text = words().bots.keys;
  const { own, webhook } = sortedKeys(keys);

  async function add(form: Form) {
    await actions.add(form);
    setAdding(false);
  }

  return (
    <section className="group" aria-label={text.title}>
      <h2 className="group__title">{text.title}</h2>
      <p className="group__hint">{text.hint}</p>
      {children}
      {own.length === 0 && <p className="group__hint">{text.none}</p>}
      <ul className="group__list bot__keys">
        {own.map((entry) => (
          <KeyEntry
            key={entry.id}
            entry={entry}
            rooms={rooms}
            onChange={(form) => actions.change(entry, form)}
            onRotate={() => actions.rotate(entry.id)}
            onRevoke={() => actions.revoke(entry.id)}
          />
        ))}
        {webhook && (
          <li className="entry">
            <Icon name="globe" />
            <span className="entry__text">
              <span className="entry__name">{text.webhook}</span>
              <span className="entry__more">{text.webhookHint}</span>
            </span>
          </li>
        )}
      </ul>
      <div className="group__foot">
        <button
          className="btn btn--pill"
          type="button"
          aria-expanded={adding}
          onClick={() => setAdding(!adding)}
        >
          <Icon name={adding ? "cross" : "plus"} /> {adding ? text.cancel : text.add}
        </button>
      </div>
      {adding && <KeyForm rooms={rooms} onSave={add} />}
    </section>
  );
}
