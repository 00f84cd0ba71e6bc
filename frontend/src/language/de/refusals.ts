import type { Catalogue } from "../index.ts";

const BY_CODE: Record<string, string> = {
  avatars_off: "Bilder sind hier ausgeschaltet.",
  blocked: "Von dieser Netzwerkadresse aus kann nichts geschrieben werden.",
  bots_off: "Bots sind hier ausgeschaltet.",
  busy: "Der Server hat zu viel zu schreiben. Versuch es gleich noch einmal.",
  cid_conflict: "Diese Nachricht wurde schon mit einem anderen Text gesendet.",
  conflict: "Das hat inzwischen jemand geändert. Sieh es dir noch einmal an.",
  email_taken: "Diese E-Mail-Adresse hat hier schon jemand.",
  files_off: "Dateien sind hier ausgeschaltet.",
  forbidden: "Das darfst du nicht.",
  gone: "Das gibt es nicht mehr.",
  internal: "Etwas ging schief. Es lag nicht an dir.",
  invalid: "Etwas an der Eingabe stimmt nicht.",
  not_built: "Das ist eingeschaltet, aber diese Version kann es noch nicht.",
  not_found: "Das gibt es hier nicht.",
  previews_off: "Link-Vorschauen sind hier ausgeschaltet.",
  rate_limited: "Zu schnell. Warte einen Moment und versuch es noch einmal.",
  search_off: "Die Suche ist hier ausgeschaltet.",
  search_unavailable: "Der Suchindex wird gerade aufgebaut. Versuch es gleich noch einmal.",
  storage: "Der Server kann gerade nichts speichern. Versuch es später noch einmal.",
  too_large: "Das ist zu groß zum Senden.",
  unauthorized: "Melde dich zuerst an.",
};

/** What is wrong with one field of a form. */
const BY_FIELD: Record<string, string> = {
  content: "Ein Boost hat 1 bis 16 Zeichen.",
  current_password: "Das ist nicht dein jetziges Passwort.",
  email: "Diese E-Mail-Adresse geht nicht.",
  members: "Ein Raum braucht jemanden, und alle müssen noch dabei sein.",
  name: "Dieser Name geht nicht.",
  password: "Ein Passwort hat 8 bis 71 Zeichen.",
  role: "Jemand muss die Verwaltung behalten.",
  webhook_url: "Eine Adresse beginnt mit https:// oder http://.",
};

export const refusals: Catalogue["refusals"] = {
  said: ({ code, field }) => (code === "invalid" && BY_FIELD[field]) || (BY_CODE[code] ?? ""),
};
