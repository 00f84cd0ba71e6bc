import type { Catalogue } from "../index.ts";

export const session: Catalogue["session"] = {
  setUp: "Campfire einrichten",
  setUpHint: "Du bist als Erste oder Erster hier und verwaltest alles.",
  name: "Name",
  email: "E-Mail-Adresse",
  password: "Passwort",
  enterEmail: "Gib deine E-Mail-Adresse ein",
  enterPassword: "Gib dein Passwort ein",
  showPassword: "Passwort zeigen",
  hidePassword: "Passwort verbergen",
  save: "Speichern",
  go: "Los",
  signIn: "Anmelden",
  version: "Campfire Version",
  help: (name) => `E-Mail an ${name}`,
  wrong: "E-Mail-Adresse oder Passwort stimmt nicht, oder dieses Konto wurde geschlossen.",
  tooMany: (wait) => `Zu viele Versuche. Versuch es in ${wait} wieder.`,
  blocked: "Von dieser Netzadresse kann nichts gesendet werden, weil jemand von dort gesperrt wurde.",
  ended: "Du wurdest abgemeldet. Melde dich an, um weiterzumachen; was du geschrieben hast, ist noch da.",
  taken: "Jemand mit dieser E-Mail-Adresse ist schon hier. Wenn du das bist, melde dich an.",
  invitationOff: "Diese Einladung geht nicht",
  invitationOffHint: "Der Link ist alt oder unvollständig. Lass dir einen neuen geben.",
  transfer: {
    working: "Du wirst angemeldet …",
    failed: "Dieser Link geht nicht mehr",
    failedHint:
      "Er meldet einmal an, innerhalb von fünf Minuten. Mach dort einen neuen, wo du angemeldet bist, oder nimm dein Passwort.",
    again: "Das hat nicht geklappt",
  },
  waiting: { title: "Campfire ist nicht erreichbar" },
  broken: {
    title: "Hier ist etwas kaputtgegangen",
    hint: "Das liegt an uns, nicht an dir. Was du geschrieben hast, ist noch da.",
    reload: "Neu laden",
  },
};
