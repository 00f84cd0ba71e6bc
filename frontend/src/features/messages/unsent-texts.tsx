import { useMemo } from "react";
import { CopyButton } from "../../components/copy-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { Id } from "../../lib/wire.ts";
import type { Outbox } from "../../models/outbox.ts";

/** What was written for a room that takes nothing any more: to be copied, or thrown away by its writer alone. */
export function UnsentTexts({ outbox, room }: { outbox: Outbox; room: Id }) {
  const items = useSnapshot(outbox);
  const here = useMemo(() => items.filter((item) => item.room === room), [items, room]);
  const { pages } = words();
  if (here.length === 0) return null;
  return (
    <section className="unsent" aria-label={pages.unsent}>
      <p className="unsent__title">{pages.unsent}</p>
      <ul className="unsent__list">
        {here.map(({ client_message_id: id, text }) => (
          <li className="unsent__item" key={id}>
            <span className="unsent__text" dir="auto">
              {text}
            </span>
            <CopyButton label={pages.copyUnsent} text={text} />
            <button
              className="btn"
              type="button"
              title={pages.deleteUnsent}
              onClick={() => outbox.discard(id)}
            >
              <Icon name="trash" />
              <span className="visually-hidden">{pages.deleteUnsent}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
