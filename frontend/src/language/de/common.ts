import type { Catalogue } from "../index.ts";

export const common: Catalogue["common"] = {
  close: "Schließen",
  copied: "Kopiert",
  failed: "Das hat nicht geklappt. Versuch es noch einmal.",
  goBack: "Zurück",
  loading: "Lädt",
  skip: "Zum Inhalt springen",
  tryAgain: "Noch einmal versuchen",
  unreachable: "Campfire ist nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.",
};
