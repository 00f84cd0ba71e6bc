import type { Catalogue } from "../index.ts";

const BY_CODE: Record<string, string> = {
  avatars_off: "Bilder sind hier ausgeschaltet.",
  blocked: "Von dieser Netzwerkadresse aus kann nichts geschrieben werden.",
  bots_off: "Bots sind hier ausgeschaltet.",
  busy: "Der Server hat zu viel zu schreiben. Versuch es gleich noch einmal.",
  cid_conflict: "Diese Nachricht wurde schon mit einem anderen Text gesendet.",
  closed: "Dieses Konto wurde geschlossen. Frag die Verwaltung.",
  conflict: "Das hat inzwischen jemand geändert. Sieh es dir noch einmal an.",
  connect_first:
    "Jemand hier hat diese E-Mail-Adresse. Melde dich an wie bisher und verbinde den Anmeldedienst in deinen Einstellungen.",
  connected_elsewhere: "Diese Anmeldung führt zu einem anderen Konto hier.",
  email_differs: "Der Anmeldedienst kennt eine andere E-Mail-Adresse von dir, als du hier hast.",
  email_taken: "Diese E-Mail-Adresse hat hier schon jemand.",
  email_unverified: "Der Anmeldedienst bürgt nicht für deine E-Mail-Adresse. Bestätige sie zuerst bei ihm.",
  files_off: "Dateien sind hier ausgeschaltet.",
  forbidden: "Das darfst du nicht.",
  gone: "Das gibt es nicht mehr.",
  internal: "Etwas ging schief. Es lag nicht an dir.",
  invalid: "Etwas an der Eingabe stimmt nicht.",
  join_closed: "Hier kommt niemand von selbst herein. Frag die Verwaltung.",
  join_domain: "Mit einer Adresse dieser Domain kommt man hier nicht herein.",
  join_link: "Du hast hier noch kein Konto. Lass dir den Beitrittslink geben.",
  join_provider: "Neue kommen hier mit einem Anmeldedienst herein.",
  mail_off: "Dieser Server verschickt keine E-Mails.",
  mfa_required: "Dieser Server will einen zweiten Beweis, dass du es bist.",
  not_built: "Das ist eingeschaltet, aber diese Version kann es noch nicht.",
  not_found: "Das gibt es hier nicht.",
  oauth_failed: "Der Anmeldedienst hat dich nicht hereingelassen. Versuch es noch einmal.",
  oauth_state:
    "Diese Anmeldung hat nicht in diesem Browser begonnen, oder vor zu langer Zeit. Versuch es noch einmal.",
  password_off: "Hier meldet sich niemand mit einem Passwort an.",
  previews_off: "Link-Vorschauen sind hier ausgeschaltet.",
  rate_limited: "Zu schnell. Warte einen Moment und versuch es noch einmal.",
  running: "Das läuft gerade. Sieh gleich noch einmal nach.",
  search_off: "Die Suche ist hier ausgeschaltet.",
  search_unavailable: "Der Suchindex wird gerade aufgebaut. Versuch es gleich noch einmal.",
  storage: "Der Server kann gerade nichts speichern. Versuch es später noch einmal.",
  test: "Ein Test wird nicht wiederholt. Schick einen neuen.",
  too_large: "Das ist zu groß zum Senden.",
  unauthorized: "Melde dich zuerst an.",
  wrong_code: "Dieser Code ist falsch oder zu alt.",
};

/** What is wrong with one field of a form. */
const BY_FIELD: Record<string, string> = {
  content: "Ein Boost hat 1 bis 16 Zeichen.",
  current_password: "Das ist nicht dein jetziges Passwort.",
  email: "Diese E-Mail-Adresse geht nicht.",
  join_domains: "Eine Domain sieht aus wie example.com.",
  members: "Ein Raum braucht jemanden, und alle müssen noch dabei sein.",
  name: "Dieser Name geht nicht.",
  password: "Ein Passwort hat 8 bis 71 Zeichen.",
  role: "Jemand muss die Verwaltung behalten.",
  webhook_rooms: "Gewählt werden Räume, die es hier gibt, und keine Pings.",
  webhook_url: "Eine Adresse beginnt mit https:// oder http://.",
};

export const refusals: Catalogue["refusals"] = {
  said: ({ code, field }) => (code === "invalid" && BY_FIELD[field]) || (BY_CODE[code] ?? ""),
};
