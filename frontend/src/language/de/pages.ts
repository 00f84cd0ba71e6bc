import type { Catalogue } from "../index.ts";

export const pages: Catalogue["pages"] = {
  jump: {
    title: "Zu einem Raum, einer Person oder einer Seite",
    hint: "Raum, Person oder Seite…",
    kinds: { room: "Raum", ping: "Ping", person: "Ping beginnen", page: "Seite", search: "Suche" },
    search: (query) => `Nachrichten nach „${query}“ durchsuchen`,
  },
  keys: {
    title: "Tastenkürzel",
    group: "Überall",
    jump: "Zu einem Raum, einer Person oder einer Seite",
    room: "Raum darüber oder darunter",
    unread: "Ungelesener Raum darüber oder darunter",
    map: "Diese Liste zeigen",
    or: "oder",
    names: { Alt: "Alt", Control: "Strg", Enter: "Eingabe", Escape: "Esc", Shift: "Umschalt" },
  },
  home: "Zurück ans Feuer",
  noRooms: "Noch keine Räume",
  noRoomsHint: "Sobald dich jemand in einen Raum einlässt, erscheint er hier.",
  notCome: "Diese Nachrichten kamen nicht an",
  nothingSaid: "Hier hat noch niemand etwas gesagt. Das erste Wort ist deins.",
  nothingHere: "Unter dieser Adresse ist nichts",
  roomGone: "Diesen Raum gibt es hier nicht",
  roomGoneHint: "Er wurde gelöscht, oder du bist nicht darin.",
  roomLeft: "Du bist nicht mehr in diesem Raum",
  roomLeftHint: "Jemand, der darin ist, kann dich wieder einlassen.",
  roomDeleted: "Dieser Raum wurde gelöscht.",
  unsent: "Das hast du geschrieben, und es wurde nicht gesendet:",
  copyUnsent: "Diesen Text kopieren",
  deleteUnsent: "Diesen Text löschen",
};
