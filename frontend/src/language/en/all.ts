import { account } from "./account.ts";
import { bots } from "./bots.ts";
import { common } from "./common.ts";
import { composer } from "./composer.ts";
import { disabled } from "./disabled.ts";
import { messages } from "./messages.ts";
import { notifications } from "./notifications.ts";
import { pages } from "./pages.ts";
import { presence } from "./presence.ts";
import { refusals } from "./refusals.ts";
import { rooms } from "./rooms.ts";
import { search } from "./search.ts";
import { session } from "./session.ts";
import { sounds } from "./sounds.ts";
import { status } from "./status.ts";
import { users } from "./users.ts";

export const english = {
  account,
  bots,
  common,
  composer,
  disabled,
  messages,
  notifications,
  pages,
  presence,
  refusals,
  rooms,
  search,
  session,
  sounds,
  status,
  users,
};
