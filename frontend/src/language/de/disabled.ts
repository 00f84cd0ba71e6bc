import type { Catalogue } from "../index.ts";

export const disabled: Catalogue["disabled"] = {
  files: "Verfügbar ab v2.0",
  avatars: "Verfügbar ab v2.0",
  lightbox: "Bildansicht kommt bald",
  previews: "Vorschau kommt bald",
  wish: "Das will ich",
  wished: "Notiert. Danke!",
};
