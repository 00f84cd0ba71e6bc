import type { Catalogue } from "../index.ts";

export const notifications: Catalogue["notifications"] = {
  title: "Mitteilungen sind nicht erlaubt",
  hint: "Campfire möchte dir neue Nachrichten melden, und dieser Browser lässt es nicht. Das lässt sich ändern:",
  push: {
    title: "Geräte mit Mitteilungen",
    hint: "Hier erfährst du von Nachrichten, während niemand in den Raum schaut. Von welchen, sagt die Glocke jedes Raums.",
    allow: "Mitteilungen einschalten",
    noWorker: "Dieser Browser lässt Campfire nicht im Hintergrund arbeiten.",
    nowhere: "Keines deiner Geräte bekommt Mitteilungen.",
    here: "Dieses Gerät",
    nothingYet: "Noch nichts gesendet",
    delivered: "Die letzte ist angekommen",
    refused: (said) => `Die letzte ist nicht angekommen: ${said}`,
    test: (device) => `Probemitteilung an ${device} senden`,
    remove: (device) => `Keine Mitteilungen mehr an ${device}`,
    testTitle: "Campfire-Probe",
    testBody: "Auf diesem Gerät kommen Mitteilungen an.",
    markRead: "Als gelesen markieren",
    reply: "Antworten",
    replyHint: "Nachricht schreiben",
  },
  quiet: {
    title: "Nicht stören",
    hint: "Hier legst du fest, wann keine Mitteilung kommen darf. Sonst sieht das niemand.",
    now: (time) => `Es ist still bis ${time}.`,
    pause: { hour: "Eine Stunde Pause", tomorrow: "Pause bis morgen früh" },
    resume: "Pause beenden",
    days: "Ruhezeiten beginnen am",
    from: "Von",
    until: "Bis",
    zone: "Zeitzone",
    everyNight: "Jede Nacht still",
    on: "Nicht stören ist an",
  },
  mailing: {
    title: "Mail, wenn du nicht da bist",
    hint: (email) =>
      `Wenn dich jemand erwähnt oder anpingt und du eine Weile nicht hergesehen hast, geht eine Mail an ${email}. Ruhezeiten gelten auch dafür.`,
    pace: "Höchstens",
    paces: { hourly: "Einmal in der Stunde", daily: "Einmal am Tag", never: "Nie" },
  },
  unsubscribe: {
    title: "Keine solchen Mails mehr?",
    hint: "Dann bekommst du keine Mail mehr, wenn dich jemand erwähnt oder anpingt, während du nicht da bist.",
    confirm: "Keine Mails mehr",
    done: "Keine Mails mehr",
    doneHint: "Du kannst sie jederzeit wieder haben, in deinen Einstellungen.",
    dead: "Dieser Link geht nicht",
    deadHint:
      "Vielleicht ist er abgeschnitten. Wie oft du Mails bekommst, kannst du in deinen Einstellungen wählen.",
    go: "Zu Campfire",
  },
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
  installNow: "Jetzt installieren",
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
