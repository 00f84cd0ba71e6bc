import type { Catalogue } from "../index.ts";

export const pages: Catalogue["pages"] = {
  home: "Zurück ans Feuer",
  noRooms: "Noch keine Räume",
  noRoomsHint: "Sobald dich jemand in einen Raum einlässt, erscheint er hier.",
  notCome: "Diese Nachrichten kamen nicht an",
  nothingSaid: "Hier hat noch niemand etwas gesagt. Das erste Wort ist deins.",
  nothingHere: "Unter dieser Adresse ist nichts",
  roomGone: "Diesen Raum gibt es hier nicht",
  roomGoneHint: "Er wurde geschlossen, oder du bist nicht darin.",
};
