import { Flame } from "../../components/flame.tsx";
import { words } from "../../language/index.ts";
import { InviteLink } from "./invite-link.tsx";

interface InvitationProps {
  name: string;
  url: string;
  onFailed: (error: unknown) => void;
}

/** What a young account shows instead of silence: how to bring people in. */
export function Invitation({ name, url, onFailed }: InvitationProps) {
  const { account } = words();
  return (
    <section className="invitation">
      <Flame />
      <h2 className="invitation__title">{account.welcome(name)}</h2>
      <p>{account.welcomeHint}</p>
      <InviteLink url={url} quiet onFailed={onFailed} />
    </section>
  );
}
