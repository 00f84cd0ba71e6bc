import { useEffect, useState } from "react";
import { Choice } from "../../components/choice.tsx";
import { Problem } from "../../components/problem.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";
import type { Mailing, Pace } from "../../lib/api/mailing.ts";

export interface MailingCalls {
  read: () => Promise<Mailing>;
  change: (pace: Pace) => Promise<Mailing>;
}

const PACES: Pace[] = ["hourly", "daily", "never"];

/** How often I am mailed what I have not read. Where no mail is sent, there is nothing to choose. */
export function MailingPanel({ calls, email }: { calls: MailingCalls; email: string }) {
  const [mailing, setMailing] = useState<Mailing | null>(null);
  const { problem, run } = useSave();
  const text = words().notifications.mailing;

  useEffect(() => {
    let here = true;
    calls.read().then(
      (found) => here && setMailing(found),
      () => {}, // without it nothing is offered
    );
    return () => {
      here = false;
    };
  }, [calls]);

  if (!mailing?.on) return null;

  function choose(pace: Pace) {
    const before = mailing;
    setMailing(before && { ...before, pace });
    void run(async () => setMailing(await calls.change(pace))).then((saved) => saved || setMailing(before));
  }

  return (
    <section className="group" aria-label={text.title}>
      <h2 className="group__title">{text.title}</h2>
      <p>{text.hint(email)}</p>
      <Problem text={problem} />
      <Choice
        label={text.pace}
        value={mailing.pace}
        options={PACES.map((value) => ({ value, label: text.paces[value] }))}
        onChange={choose}
      />
    </section>
  );
}
