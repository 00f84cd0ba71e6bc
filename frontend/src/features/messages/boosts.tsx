import { useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { isEmojiOnly } from "../../lib/text.ts";
import type { Boost, Id, User } from "../../lib/wire.ts";
import { nameOf } from "../../models/people.ts";

interface BoostsProps {
  boosts: readonly Boost[];
  users: ReadonlyMap<Id, User>;
  me: Id;
  onDelete: (boost: Id) => void;
}

/** Every boost is its own pill, in the order they were given. My own opens to be taken back. */
export function Boosts({ boosts, users, me, onDelete }: BoostsProps) {
  const [opened, setOpened] = useState<Id | null>(null);
  if (boosts.length === 0) return null;
  return (
    <ul className="boosts">
      {boosts.map((boost) => {
        const name = nameOf(users, boost.booster);
        const text = isEmojiOnly(boost.content) ? "boost__text boost__text--emoji" : "boost__text";
        const mine = boost.booster === me;
        return (
          <li className="boost" key={boost.id} title={`${name} boosted ${boost.content}`}>
            <Avatar id={boost.booster} name={name} bot={users.get(boost.booster)?.role === "bot"} />
            {mine ? (
              <button
                className={text}
                type="button"
                aria-expanded={opened === boost.id}
                aria-description="Press enter to delete this boost"
                onClick={() => setOpened(opened === boost.id ? null : boost.id)}
              >
                <span className="visually-hidden">You boosted </span>
                {boost.content}
              </button>
            ) : (
              <span className={text}>
                <span className="visually-hidden">{name} boosted </span>
                {boost.content}
              </span>
            )}
            {opened === boost.id && (
              <button className="boost__delete" type="button" onClick={() => onDelete(boost.id)}>
                <Icon name="trash" />
                <span className="visually-hidden">Delete this boost</span>
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
