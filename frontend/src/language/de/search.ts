import type { Catalogue } from "../index.ts";
import { amount } from "../number.ts";

export const search: Catalogue["search"] = {
  asTyped: (query) => `„${query}“`,
  backToResults: "Zurück zu den Suchergebnissen",
  building: "Der Suchindex wird aufgebaut",
  buildingHint:
    "Was bisher gesagt wurde, lässt sich gleich wieder finden. Deine Suche geht von selbst weiter.",
  clear: "Suchfeld leeren",
  clearRecent: "Letzte Suchen löschen",
  clearRecentSure: "Deine letzten Suchen löschen? Das lässt sich nicht rückgängig machen.",
  count: (count, many) => `${amount(count)}${many ? "+" : ""}`,
  date: {
    before: "Vor dem Tag",
    after: "Nach dem Tag",
    use: "Darauf eingrenzen",
  },
  exit: "Suche verlassen",
  failed: "Die Suche hat nicht geklappt",
  field: "Suche",
  filterNamed: { people: "Personen nach Namen filtern", rooms: "Räume nach Namen filtern" },
  filters: "Suche eingrenzen",
  found: (count, many) => {
    if (many) return `Mehr als ${amount(count)} Nachrichten gefunden`;
    return count === 1 ? "1 Nachricht gefunden" : `${amount(count)} Nachrichten gefunden`;
  },
  has: { link: "Link", code: "Code", mention: "Erwähnung", sound: "Klang" },
  hint: "Wörter in beliebiger Reihenfolge, Wortanfänge und Wortteile, „Wörter nebeneinander“. Gefundenes erscheint beim Tippen.",
  looking: "Suche läuft",
  me: "Ich",
  narrow: { from: "Von", in: "In", before: "Vor", after: "Nach" },
  nobody: "Nichts mit diesem Namen",
  nothing: (query) => `Nichts gefunden zu „${query}“`,
  nothingHint:
    "Versuche weniger Wörter oder den Anfang eines Wortes. Gesucht wird nur in Räumen, in denen du bist.",
  off: "Die Suche ist ausgeschaltet",
  offHint: "Administratoren können sie in den Kontoeinstellungen einschalten.",
  older: "Ältere Ergebnisse zeigen",
  recent: "Letzte Suchen",
  results: "Suchergebnisse",
  start: "Suchen",
  unknown: (filters) => `Niemand und nichts heißt hier ${filters}.`,
  unread: "Ungelesen",
};
