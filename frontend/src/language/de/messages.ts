import type { Catalogue } from "../index.ts";

export const messages: Catalogue["messages"] = {
  lightbox: {
    name: "Bildansicht (Esc schließt sie)",
    close: "Bildansicht schließen",
    download: "Datei herunterladen",
    share: "Datei teilen",
  },
};
