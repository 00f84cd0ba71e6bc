import type { Catalogue } from "../index.ts";

export const notifications: Catalogue["notifications"] = {
  title: "Mitteilungen sind nicht erlaubt",
  hint: "Campfire möchte dir neue Nachrichten melden, und dieser Browser lässt es nicht. Das lässt sich ändern:",
  helpTitle: "Wenn keine Mitteilungen kommen",
  browserTitle: "Im Browser",
  browser: {
    chrome:
      "Drück auf das Zeichen links neben der Adresse, öffne die Website-Einstellungen und erlaube Mitteilungen.",
    edge: "Drück auf das Schloss links neben der Adresse, öffne die Berechtigungen und erlaube Mitteilungen.",
    firefox:
      "Drück auf das durchgestrichene Zeichen links neben der Adresse, hebe die Sperre auf und lade neu.",
    safari:
      "Öffne in der Menüleiste Safari, Einstellungen, Websites, Mitteilungen und erlaube sie für diese Adresse.",
    mobile:
      "Tippe auf das Zeichen links neben der Adresse, öffne die Berechtigungen und erlaube Mitteilungen.",
    ios: "Auf iPhone und iPad dürfen nur installierte Web-Apps melden. Installiere Campfire wie unten beschrieben.",
    other: "Such in den Einstellungen des Browsers die Berechtigungen dieser Seite und erlaube Mitteilungen.",
  },
  systemTitle: "Im System",
  system: {
    windows: "Öffne Einstellungen, System, Benachrichtigungen und schalte sie für Browser und Campfire ein.",
    mac: "Öffne Systemeinstellungen, Mitteilungen, wähle deinen Browser oder Campfire und erlaube sie.",
    ios: "Öffne Einstellungen, Mitteilungen, Campfire und erlaube sie.",
    android: "Öffne Einstellungen, Apps, wähle Browser oder Campfire, Benachrichtigungen und erlaube sie.",
    other: "Such in den Einstellungen des Systems die Mitteilungen und erlaube sie für deinen Browser.",
  },
  installTitle: "Campfire als Web-App installieren",
  install: {
    edge: "Drück auf das Zeichen für Apps am Ende der Adressleiste, dann auf Installieren.",
    chrome:
      "Drück auf das Zeichen zum Installieren am Ende der Adressleiste, oder such es im Menü des Browsers.",
    mobile: "Öffne das Menü des Browsers und wähle Installieren oder Zum Startbildschirm hinzufügen.",
    mac: "Öffne in der Menüleiste Ablage und wähle Zum Dock hinzufügen.",
    ios: "Tippe auf Teilen und wähle Zum Home-Bildschirm, dann öffne Campfire von dort.",
  },
};
