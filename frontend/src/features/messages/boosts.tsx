import { useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import { isEmojiOnly } from "../../lib/text.ts";
import type { Boost, Id, Message, User } from "../../lib/wire.ts";
import { nameOf } from "../../models/people.ts";
import { BoostForm } from "./boost-form.tsx";
import type { MessageTools } from "./tools.ts";

interface BoostsProps {
  message: Message;
  tools: MessageTools;
  /** Is a new one being written? */
  writing: boolean;
  onWrite: (writing: boolean) => void;
}

/** Every boost is its own pill, in the order they were given. My own opens to be taken back. */
export function Boosts({ message, tools, writing, onWrite }: BoostsProps) {
  const [opened, setOpened] = useState<Id | null>(null);
  const { users, me, actions } = tools;
  const { boosts } = message;
  const { add } = words().messages.boosts;
  if (boosts.length === 0 && !writing) return null;
  return (
    <ul className="boosts">
      {boosts.map((boost) => (
        <li className="boost" key={boost.id}>
          <Pill
            boost={boost}
            users={users}
            mine={boost.booster === me}
            opened={opened === boost.id}
            onOpen={() => setOpened(opened === boost.id ? null : boost.id)}
            onDelete={() => void actions.unboost(message, boost.id)}
          />
        </li>
      ))}
      {writing ? (
        <li>
          <BoostForm
            me={me}
            name={nameOf(users, me)}
            onBoost={(content) => actions.boost(message, content)}
            onClose={() => onWrite(false)}
          />
        </li>
      ) : (
        <li>
          <button className="boosts__add" type="button" title={add} onClick={() => onWrite(true)}>
            <Icon name="smile-plus" />
            <span className="visually-hidden">{add}</span>
          </button>
        </li>
      )}
    </ul>
  );
}

interface PillProps {
  boost: Boost;
  users: ReadonlyMap<Id, User>;
  mine: boolean;
  opened: boolean;
  onOpen: () => void;
  onDelete: () => void;
}

function Pill({ boost, users, mine, opened, onOpen, onDelete }: PillProps) {
  const { boosts } = words().messages;
  const name = nameOf(users, boost.booster);
  const said = boosts.boosted(name, boost.content);
  const text = isEmojiOnly(boost.content) ? "boost__text boost__text--emoji" : "boost__text";
  return (
    <>
      <a className="boost__face" href={`/users/${boost.booster}`} title={said}>
        <Avatar id={boost.booster} name={name} bot={users.get(boost.booster)?.role === "bot"} />
      </a>
      {mine ? (
        <button
          className={text}
          type="button"
          aria-expanded={opened}
          aria-description={boosts.how}
          aria-label={boosts.youBoosted(boost.content)}
          onClick={onOpen}
        >
          {boost.content}
        </button>
      ) : (
        <span className={text} aria-hidden="true" dir="auto">
          {boost.content}
        </span>
      )}
      {opened && (
        <button className="boost__delete" type="button" title={boosts.remove} onClick={onDelete}>
          <Icon name="minus" />
          <span className="visually-hidden">{boosts.remove}</span>
        </button>
      )}
    </>
  );
}
