import { useEffect, useState } from "react";
import { Avatar } from "../components/avatar.tsx";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { Picture } from "../components/picture.tsx";
import { Problem } from "../components/problem.tsx";
import { Spinner } from "../components/spinner.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { BotForm } from "../features/bots/bot-form.tsx";
import { IncomingPanel } from "../features/bots/incoming-panel.tsx";
import { KeyPanel } from "../features/bots/key-panel.tsx";
import { KeyShown } from "../features/bots/key-shown.tsx";
import { useKeys } from "../features/bots/use-keys.ts";
import { WebhookPanel } from "../features/bots/webhook-panel.tsx";
import { words } from "../language/index.ts";
import {
  type BotForm as BotFields,
  changeBot,
  createBot,
  deleteBot,
  type KeyForm,
  listBots,
} from "../lib/api/bots.ts";
import { router } from "../lib/router.ts";
import type { Id } from "../lib/wire.ts";
import type { RoomView } from "../models/room-list.ts";
import { myRooms, sharedRooms } from "../models/shared-rooms.ts";
import type { PageProps } from "./pages.ts";

const NOBODY: BotFields & { webhook_rooms: Id[] } = { name: "", webhook_url: "", webhook_rooms: [] };

/** A new bot, and one that is there: the same page, so that the key of a new one stays on screen. */
export function BotPage({ desk, route }: PageProps<"bot" | "new-bot">) {
  const { chat, server, flash, wishes } = desk;
  const flags = useSnapshot(chat.flags);
  const wished = useSnapshot(wishes).has("avatars");
  const id = route.name === "bot" ? route.bot : null;
  const [fields, setFields] = useState<typeof NOBODY | null>(id ? null : NOBODY);
  const [rooms, setRooms] = useState<RoomView[]>([]);
  const [secret, setSecret] = useState("");
  const [problem, setProblem] = useState("");
  const keys = useKeys(server);
  const { bots, common, disabled } = words();
  const setKeys = keys.set;

  useEffect(() => {
    wishes.load();
    if (!id) return;
    Promise.all([listBots(server), sharedRooms(server, myRooms(chat.rooms))]).then(
      ([list, roomsOf]) => {
        const found = list.bots.find((bot) => bot.id === id);
        if (!found) return setProblem(bots.unknown);
        setFields(found);
        setKeys(found.keys);
        setRooms(roomsOf(id));
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : common.failed),
    );
  }, [chat, server, wishes, id, bots, common, setKeys]);

  async function save(form: BotFields) {
    const saved = await (id ? changeBot(server, id, form) : createBot(server, form));
    const { keys: list, ...user } = saved.user;
    chat.people.update(user);
    keys.set(list);
    setFields(saved.user);
    // A secret that was shown is that of the address as long as there is one.
    setSecret(saved.webhook_secret ?? (user.webhook_url ? secret : ""));
    if (id) return;
    const entry = list.find(({ webhook }) => !webhook);
    if (saved.key && entry) keys.show({ key: saved.key, entry, at: "keys" });
    router.go(`/account/bots/${user.id}/edit`, "replace");
  }

  async function remove(bot: Id, name: string) {
    if (!window.confirm(bots.removeConfirm(name))) return;
    await deleteBot(server, bot);
    router.go("/account/bots");
  }

  const { made } = keys;
  const shown = made && (
    <KeyShown
      key={made.key}
      made={made}
      rooms={rooms}
      files={flags.files_enabled}
      incoming={made.at === "incoming"}
      onFailed={flash.failed}
    />
  );

  return (
    <PageFrame title={bots.setup} back="/account/bots" wide={id !== null}>
      <div className="form">
        <Problem text={problem} />
        {!fields && !problem && <Spinner label={common.loading} />}
        {fields && (
          <>
            <Picture
              label={bots.uploadAvatar}
              enabled={false}
              notice={disabled.avatars}
              wished={wished}
              onWish={() => void wishes.wish("avatars").catch(flash.failed)}
            >
              <Avatar id={id ?? "bot"} name={fields.name || "?"} bot />
            </Picture>
            <BotForm key={id} bot={fields} onSave={save} />
          </>
        )}
        {id && fields && (
          <>
            <KeyPanel
              keys={keys.list}
              rooms={rooms}
              actions={{
                add: (form) => keys.add(id, form, "keys"),
                change: (key, form) => keys.change(id, key, form),
                rotate: (key) => keys.rotate(id, key).catch(flash.failed),
                revoke: (key) => keys.revoke(id, key).catch(flash.failed),
              }}
            >
              {made?.at === "keys" && shown}
            </KeyPanel>
            <IncomingPanel
              rooms={rooms}
              onAdd={(form: KeyForm) => keys.add(id, form, "incoming").catch(flash.failed)}
            >
              {made?.at === "incoming" && shown}
            </IncomingPanel>
            {fields.webhook_url && (
              <WebhookPanel
                key={fields.webhook_url}
                server={server}
                bot={id}
                rooms={rooms}
                chosen={fields.webhook_rooms}
                onChosen={(webhook_rooms) => setFields({ ...fields, webhook_rooms })}
                secret={secret}
                onSecret={setSecret}
                onFailed={flash.failed}
              />
            )}
            <div className="form__dangers">
              <button
                className="btn btn--negative btn--pill"
                type="button"
                title={bots.remove}
                onClick={() => void remove(id, fields.name).catch(flash.failed)}
              >
                <Icon name="trash" />
                <Icon name="bot" />
                <span className="visually-hidden">{bots.remove}</span>
              </button>
            </div>
          </>
        )}
      </div>
    </PageFrame>
  );
}
