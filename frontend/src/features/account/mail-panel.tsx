import { useEffect, useState } from "react";
import { Choice } from "../../components/choice.tsx";
import { Problem } from "../../components/problem.tsx";
import { Switch } from "../../components/switch.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";
import type { AccountChange } from "../../lib/api/account.ts";
import type { Account } from "../../lib/wire.ts";

interface MailPanelProps {
  account: Account;
  /** Whether the server has a mail server. */
  canSend: () => Promise<boolean>;
  change: (change: AccountChange) => Promise<void>;
}

const WAITS = [5, 15, 30, 60];

/** What an administrator says of mails to those who are away. Without a mail server there is nothing to say. */
export function MailPanel({ account, canSend, change }: MailPanelProps) {
  const [shown, setShown] = useState(false);
  const { problem, run } = useSave();
  const text = words().account.mail;

  useEffect(() => {
    let here = true;
    canSend().then(
      (can) => here && setShown(can),
      () => {}, // without it nothing is offered
    );
    return () => {
      here = false;
    };
  }, [canSend]);

  if (!shown) return null;

  const say = async (next: AccountChange) => void (await run(() => change(next)));
  const waits = [...new Set([...WAITS, account.mail_after])].sort((a, b) => a - b);

  return (
    <section className="group" aria-label={text.title}>
      <h2 className="group__title">{text.title}</h2>
      <Problem text={problem} />
      <div className="entry">
        <span className="entry__text entry__text--wide">
          {text.notices}
          <span className="entry__more">{text.noticesHint}</span>
        </span>
        <Switch
          label={text.notices}
          checked={account.mail_notices}
          onChange={(on) => say({ mail_notices: on })}
        />
      </div>
      {account.mail_notices && (
        <>
          <div className="entry">
            <span className="entry__text entry__text--wide">
              {text.text}
              <span className="entry__more">{text.textHint}</span>
            </span>
            <Switch label={text.text} checked={account.mail_text} onChange={(on) => say({ mail_text: on })} />
          </div>
          <Choice
            label={text.after}
            value={String(account.mail_after)}
            options={waits.map((minutes) => ({ value: String(minutes), label: text.minutes(minutes) }))}
            onChange={(minutes) => void say({ mail_after: Number(minutes) })}
          />
        </>
      )}
    </section>
  );
}
