import type { IconName } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import { copyText } from "../../lib/clipboard.ts";
import { canShare, share, shareFile } from "../../lib/share.ts";
import type { Message } from "../../lib/wire.ts";
import { mayEdit } from "../../models/message-actions.ts";
import type { MessageTools } from "./tools.ts";

export interface MenuItem {
  name: string;
  icon: IconName;
  className?: string;
  /** At once, and where the focus goes: back, or where the action takes it. Nothing: the menu waits for the answer. */
  closes?: "back" | "away";
  /** Shows a tick when it is done. */
  says?: boolean;
  run: () => Promise<boolean>;
}

/** What this person can do with this message, besides boosting it. */
export function menuItems(message: Message, tools: MessageTools): MenuItem[] {
  const { me, users, actions, onEdit } = tools;
  const { menu } = words().messages;
  const link = linkTo(message);
  const items = [...startWith(message, tools)];
  items.push({
    name: menu.copyLink,
    icon: "link",
    says: true,
    run: () => actions.attempt(() => copyText(link)),
  });
  if (message.kind !== "file") {
    items.push({
      name: menu.copyText,
      icon: "text",
      says: true,
      run: () => actions.attempt(() => copyText(message.body_text)),
    });
  }
  if (canShare({ url: link }) && message.kind !== "file") {
    items.push({
      name: menu.share,
      icon: "share",
      closes: "back",
      run: () => actions.attempt(() => share({ url: link })),
    });
  }
  items.push({
    name: menu.markUnread,
    icon: "unread",
    closes: "back",
    run: () => now(() => tools.onUnread(message)),
  });
  if (mayEdit(message, users.get(me))) {
    const edit = () => now(() => onEdit(message.id));
    items.push(
      { name: menu.edit, icon: "pencil", className: "message__edit-btn", closes: "away", run: edit },
      {
        name: menu.remove,
        icon: "trash",
        className: "menu__action--negative",
        closes: "back",
        run: () => remove(message, tools),
      },
    );
  }
  return items;
}

export function linkTo(message: Message): string {
  return `${window.location.origin}/rooms/${message.room}/@${message.rseq}`;
}

/** A text is answered; a file is fetched. */
function startWith(message: Message, { flags, actions, onReply }: MessageTools): MenuItem[] {
  const { menu, file: fileWords } = words().messages;
  const { file, kind } = message;
  if (kind === "text" && onReply) {
    return [{ name: menu.reply, icon: "reply", closes: "away", run: () => now(() => onReply(message)) }];
  }
  if (!file || !flags.files_enabled) return [];
  const items: MenuItem[] = [
    {
      name: fileWords.download(file.name),
      icon: "download",
      closes: "back",
      run: () => now(() => download(file)),
    },
  ];
  if (canShare()) {
    const send = () => actions.attempt(() => shareFile(file.url, file.name));
    items.push({ name: fileWords.share(file.name), icon: "share", closes: "back", run: send });
  }
  return items;
}

function download({ url, name }: { url: string; name: string }): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

/** The reader stays where the message was. */
async function remove(message: Message, { actions }: MessageTools): Promise<boolean> {
  if (!window.confirm(words().messages.confirmDelete)) return false;
  const row = document.querySelector(`[data-message-id="${message.id}"]`);
  const rows = [...document.querySelectorAll<HTMLElement>(".message")];
  const at = row ? rows.indexOf(row as HTMLElement) : -1;
  const deleted = await actions.delete(message);
  const neighbour = rows[at + 1] ?? rows[at - 1];
  const here = document.activeElement === document.body || row?.contains(document.activeElement);
  if (deleted && here) neighbour?.focus({ preventScroll: true });
  return deleted;
}

async function now(act: () => void): Promise<boolean> {
  act();
  return true;
}
