import type { Catalogue } from "../index.ts";

export const common: Catalogue["common"] = {
  close: "Schließen",
  copied: "Kopiert",
  failed: "Das hat nicht geklappt. Versuch es noch einmal.",
  filter: "Filtern …",
  goBack: "Zurück",
  loading: "Lädt",
  notYet: "Diese Seite ist noch nicht da. Prüf deine Verbindung; sie wird immer wieder angefragt.",
  reload: "Neu laden",
  saveChanges: "Änderungen speichern",
  saved: "Gespeichert",
  skip: "Zum Inhalt springen",
  tooFast: "Zu schnell. Warte einen Moment und versuch es noch einmal.",
  tooLarge: "Das ist zu groß zum Senden.",
  tryAgain: "Noch einmal versuchen",
  unreachable: "Campfire ist nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.",
};
