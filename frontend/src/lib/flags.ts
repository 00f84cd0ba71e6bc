import type { Flags } from "./wire.ts";

/** Before the server has said anything, everything that can be off is off. */
export const ALL_OFF: Flags = {
  version: 0,
  files_enabled: false,
  avatars_enabled: false,
  opengraph_enabled: false,
  max_file_size: 0,
  search_enabled: false,
  push_notifications: false,
  bot_integrations: false,
};
