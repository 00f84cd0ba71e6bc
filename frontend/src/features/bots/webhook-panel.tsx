import { useEffect, useMemo, useRef, useState } from "react";
import { Checks } from "../../components/checks.tsx";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import { type Delivery, renewSecret, setWebhookRooms } from "../../lib/api/webhooks.ts";
import type { Caller } from "../../lib/pocketbase.ts";
import type { Id } from "../../lib/wire.ts";
import { DeliveryLog } from "../../models/delivery-log.ts";
import { CommandLine } from "./command-line.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { Outcome } from "./outcome.tsx";

interface WebhookPanelProps {
  server: Caller;
  bot: Id;
  /** Rooms that the bot and I are in. */
  rooms: readonly { id: Id; name: string }[];
  /** Those whose every message it is told; they may be ones that I am not in. */
  chosen: readonly Id[];
  onChosen: (rooms: Id[]) => void;
  /** What signs the calls, where it is known: right after it was made. */
  secret: string;
  onSecret: (secret: string) => void;
  onFailed: (error: unknown) => void;
}

/** How the bot is called: when, signed by what, and how it went. */
export function WebhookPanel(props: WebhookPanelProps) {
  const { server, bot, rooms, chosen, onChosen, secret, onSecret, onFailed } = props;
  const log = useMemo(() => new DeliveryLog(server, bot), [server, bot]);
  const [busy, setBusy] = useState<"test" | "secret" | "">("");
  const [tried, setTried] = useState<Delivery | null>(null);
  const [problem, setProblem] = useState("");
  const deliveries = useSnapshot(log);
  const sending = useRef(Promise.resolve());
  const { calls } = words().bots;

  useEffect(() => {
    log.start();
    return () => log.stop();
  }, [log]);

  async function during(what: "test" | "secret", work: () => Promise<void>) {
    setBusy(what);
    setProblem("");
    await work().catch((error: unknown) => setProblem(error instanceof Error ? error.message : ""));
    setBusy("");
  }

  function test() {
    setTried(null);
    void during("test", async () => setTried(await log.test()));
  }

  function renew() {
    if (!window.confirm(calls.renewConfirm)) return;
    void during("secret", async () => onSecret(await renewSecret(server, bot)));
  }

  /** Shown at once, and sent one after the other: the last one wins. */
  function choose(next: Id[]) {
    onChosen(next);
    sending.current = sending.current
      .then(() => setWebhookRooms(server, bot, next))
      .then(
        () => {},
        (error: unknown) => {
          onFailed(error);
          onChosen([...chosen]);
        },
      );
  }

  return (
    <section className="group" aria-label={calls.title}>
      <h2 className="group__title">{calls.title}</h2>
      <p className="group__hint">{calls.hint}</p>
      {secret && (
        <div className="bot__shown">
          <p role="status">{calls.secretOnce}</p>
          <CommandLine
            icon="key"
            label={calls.secret}
            copy={calls.copySecret}
            line={secret}
            onFailed={onFailed}
          />
        </div>
      )}
      {rooms.length > 0 && (
        <Checks
          label={calls.rooms}
          values={chosen}
          options={rooms.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={choose}
        />
      )}
      <Problem text={problem} />
      <div className="group__foot">
        <button className="btn btn--pill" type="button" disabled={busy === "test"} onClick={test}>
          <Icon name="globe" /> {busy === "test" ? calls.testing : calls.test}
        </button>
        <button className="btn btn--pill" type="button" disabled={busy === "secret"} onClick={renew}>
          <Icon name="retry" /> {calls.renew}
        </button>
      </div>
      <div role="status">{tried && <Outcome delivery={tried} />}</div>
      <DeliveryList
        deliveries={deliveries}
        onRetry={(id) => log.retry(id).catch(onFailed)}
        onOlder={() => log.older()}
        onRefresh={() => log.refresh()}
      />
    </section>
  );
}
