import { useState } from "react";
import {
  type BotKey,
  changeKey,
  createKey,
  type KeyForm,
  type NewKey,
  revokeKey,
  rotateKey,
} from "../../lib/api/bots.ts";
import type { Caller } from "../../lib/pocketbase.ts";
import type { Id } from "../../lib/wire.ts";
import { changes, withKey, withoutKey } from "../../models/bot-keys.ts";

interface Made extends NewKey {
  /** Where it was asked for, and is shown. */
  at: "keys" | "incoming";
}

interface Keys {
  list: readonly BotKey[];
  /** What was made last, until the page is left. */
  made: Made | null;
  set: (list: readonly BotKey[]) => void;
  show: (made: Made) => void;
  add: (bot: Id, form: KeyForm, at: Made["at"]) => Promise<void>;
  change: (bot: Id, key: BotKey, form: KeyForm) => Promise<void>;
  rotate: (bot: Id, key: Id) => Promise<void>;
  revoke: (bot: Id, key: Id) => Promise<void>;
}

/** The keys of the bot on the page. */
export function useKeys(server: Caller): Keys {
  const [list, set] = useState<readonly BotKey[]>([]);
  const [made, show] = useState<Made | null>(null);

  async function keep(work: Promise<NewKey>, at: Made["at"]) {
    const next = await work;
    set((before) => withKey(before, next.entry));
    show({ ...next, at });
  }

  return {
    list,
    made,
    set,
    show,
    add: (bot, form, at) => keep(createKey(server, bot, form), at),
    change: async (bot, key, form) => {
      const entry = await changeKey(server, bot, key.id, changes(key, form));
      set((before) => withKey(before, entry));
      // What is still shown is shown for where the key goes now.
      show((before) => (before?.entry.id === entry.id ? { ...before, entry } : before));
    },
    rotate: (bot, key) => keep(rotateKey(server, bot, key), "keys"),
    revoke: async (bot, key) => {
      await revokeKey(server, bot, key);
      set((before) => withoutKey(before, key));
      // What has ended is no longer offered to be copied.
      show((before) => (before?.entry.id === key ? null : before));
    },
  };
}
