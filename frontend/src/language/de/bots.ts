import type { Catalogue } from "../index.ts";

export const bots: Catalogue["bots"] = {
  title: "Bots",
  lead: "Mit Bots können andere Seiten und Dienste direkt in Campfire schreiben.",
  add: "Bot hinzufügen",
  edit: (name) => `${name} bearbeiten`,
  nobody: "Noch keine Bots.",
  off: "Bots sind in diesem Konto ausgeschaltet: kein Schlüssel geht, bis sie eingeschaltet werden.",
  curlMessages: "curl-Befehl für Nachrichten",
  curlAttachments: "curl-Befehl für Dateien",
  copyMessage: "Befehl für Nachrichten kopieren",
  copyAttachment: "Befehl für Dateien kopieren",
  filesOff: "Dateien sind hier aus: bis sie an sind, werden die Befehle für Dateien abgelehnt.",
  placeholder: "SCHLÜSSEL",
  keyHint:
    "SCHLÜSSEL steht für den Schlüssel des Bots. Er wurde gezeigt, als er entstand; einen neuen gibt es auf der Seite des Bots.",
  noRooms: "Dieser Bot ist in keinem Raum, in dem du bist. Lass ihn in den Einstellungen eines Raums ein.",
  setup: "Bot einrichten",
  uploadAvatar: "Bild des Bots hochladen",
  name: "Name",
  namePlaceholder: "Gib dem Bot einen Namen",
  webhook: "Webhook-Adresse",
  webhookHint: "Wohin Campfire schicken soll, was diesen Bot erwähnt, und jede Nachricht seiner Pings.",
  remove: "Diesen Bot entfernen",
  removeConfirm: (name) =>
    `${name} entfernen? Der Schlüssel geht sofort nicht mehr. Geschriebenes bleibt unter dem Namen.`,
  renew: "Neuen Schlüssel machen",
  renewConfirm: "Einen neuen Schlüssel machen? Der alte geht sofort nicht mehr.",
  keyTitle: "Der Schlüssel dieses Bots",
  keyOnce:
    "Er wird nur dieses eine Mal gezeigt. Kopier ihn jetzt; wer ihn hat, kann als dieser Bot schreiben.",
  key: "Schlüssel",
  copyKey: "Schlüssel kopieren",
  unknown: "Diesen Bot gibt es nicht",
};
