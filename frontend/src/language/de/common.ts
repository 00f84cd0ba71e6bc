import type { Catalogue } from "../index.ts";

export const common: Catalogue["common"] = {
  close: "Schließen",
  copied: "Kopiert",
  failed: "Das hat nicht geklappt. Versuch es noch einmal.",
  filter: "Filtern …",
  goBack: "Zurück",
  loading: "Lädt",
  saveChanges: "Änderungen speichern",
  saved: "Gespeichert",
  skip: "Zum Inhalt springen",
  tryAgain: "Noch einmal versuchen",
  unreachable: "Campfire ist nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.",
};
