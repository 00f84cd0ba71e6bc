import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { HelpContact as Contact } from "../../lib/wire.ts";

/** Whom to ask when the door does not open. */
export function HelpContact({ contact }: { contact: Contact | null | undefined }) {
  if (!contact?.email) return null;
  return (
    <a
      className="btn btn--pill signup__help"
      href={`mailto:${contact.email}`}
      aria-description={words().session.help(contact.name)}
    >
      <Icon name="lifebuoy" />
      <span>{contact.email}</span>
    </a>
  );
}
