import type { Catalogue } from "../index.ts";

export const status: Catalogue["status"] = {
  title: "Wie es dem Server geht",
  open: "Wie es dem Server geht",
  allWell: "Alles ist in Ordnung.",
  someIll: (count) =>
    count === 1 ? "Ein Teil ist nicht in Ordnung." : `${count} Teile sind nicht in Ordnung.`,
  well: "in Ordnung",
  ill: "gestört",
  partsTitle: "Teile des Servers",
  parts: {
    writer: "Nachrichten speichern",
    disk: "Festplatte",
    log: "Nachrichten zustellen",
    memory: "Arbeitsspeicher",
    jobs: "Benachrichtigungen, Bots und Pflege",
    push: "Entscheiden, wer benachrichtigt wird",
    search: "Suche",
    mail: "E-Mail",
  },
  hour: "Die letzte Stunde",
  young: "Der Server ist eben erst gestartet. Die ersten Zahlen kommen innerhalb einer halben Minute.",
  trend: (name, now, most) => `${name}: jetzt ${now}, in der letzten Stunde höchstens ${most}`,
  most: (value) => `höchstens ${value}`,
  sockets: "Offene Browser",
  messages: "Nachrichten",
  perMinute: (count) => `${count} pro Minute`,
  latency: "Eine Nachricht zu speichern",
  ms: (value) => `${value} ms`,
  waiting: "Warten aufs Speichern",
  behind: "Noch nicht zugestellt",
  memory: "Belegter Arbeitsspeicher",
  mb: (value) => `${value} MB`,
  since: (time, build) => `Läuft seit ${time}, Version ${build}.`,
  durable: "Eine bestätigte Nachricht übersteht einen Stromausfall.",
  relaxed:
    "Die letzten Augenblicke vor einem Stromausfall können verloren gehen (SQLITE_SYNCHRONOUS=NORMAL).",
};
