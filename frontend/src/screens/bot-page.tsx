import { useEffect, useState } from "react";
import { Avatar } from "../components/avatar.tsx";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { Picture } from "../components/picture.tsx";
import { Problem } from "../components/problem.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { BotForm } from "../features/bots/bot-form.tsx";
import { CurlLines } from "../features/bots/curl-lines.tsx";
import { KeyShown } from "../features/bots/key-shown.tsx";
import { words } from "../language/index.ts";
import {
  type BotForm as BotFields,
  changeBot,
  createBot,
  deleteBot,
  listBots,
  renewKey,
} from "../lib/api/bots.ts";
import { router } from "../lib/router.ts";
import type { PageProps } from "./pages.ts";

const NOBODY: BotFields = { name: "", webhook_url: "" };

/** A new bot, and one that is there: the same page, so that the key of a new one stays on screen. */
export function BotPage({ desk, route }: PageProps<"bot" | "new-bot">) {
  const { chat, server, flash, wishes } = desk;
  const flags = useSnapshot(chat.flags);
  const wished = useSnapshot(wishes).has("avatars");
  const id = route.name === "bot" ? route.bot : null;
  const [fields, setFields] = useState<BotFields | null>(id ? null : NOBODY);
  const [problem, setProblem] = useState("");
  const [shown, setShown] = useState("");
  const { bots, disabled } = words();
  const rooms = chat.rooms.getSnapshot().rooms.filter((room) => room.kind === "open");

  useEffect(() => {
    wishes.load();
    listBots(server).then(
      (list) => {
        const found = list.bots.find((bot) => bot.id === id);
        if (found) setFields(found);
        else if (id) setProblem(bots.unknown);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : ""),
    );
  }, [server, wishes, id, bots]);

  async function save(form: BotFields) {
    if (id) {
      chat.people.update(await changeBot(server, id, form));
      return;
    }
    const made = await createBot(server, form);
    chat.people.update(made.user);
    setFields(form);
    setShown(made.key);
    router.go(`/account/bots/${made.user.id}/edit`, "replace");
  }

  async function renew(bot: string) {
    if (window.confirm(bots.renewConfirm)) setShown((await renewKey(server, bot)).key);
  }

  async function remove(bot: string, name: string) {
    if (!window.confirm(bots.removeConfirm(name))) return;
    await deleteBot(server, bot);
    router.go("/account/bots");
  }

  return (
    <PageFrame title={bots.setup} back="/account/bots" wide={shown !== ""}>
      <div className="form">
        <Problem text={problem} />
        {shown && <KeyShown botKey={shown} onFailed={flash.failed} />}
        {shown && !flags.files_enabled && <p className="group__hint">{bots.filesOff}</p>}
        {shown &&
          rooms.map((room) => <CurlLines key={room.id} room={room} botKey={shown} onFailed={flash.failed} />)}
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
          <div className="form__dangers">
            <Danger
              label={bots.remove}
              icons={["trash", "bot"]}
              onPress={() => void remove(id, fields.name).catch(flash.failed)}
            />
            <Danger
              label={bots.renew}
              icons={["retry", "key"]}
              onPress={() => void renew(id).catch(flash.failed)}
            />
          </div>
        )}
      </div>
    </PageFrame>
  );
}

interface DangerProps {
  label: string;
  icons: ["trash" | "retry", "bot" | "key"];
  onPress: () => void;
}

function Danger({ label, icons, onPress }: DangerProps) {
  return (
    <button className="btn btn--negative btn--pill" type="button" title={label} onClick={onPress}>
      <Icon name={icons[0]} />
      <Icon name={icons[1]} />
      <span className="visually-hidden">{label}</span>
    </button>
  );
}
