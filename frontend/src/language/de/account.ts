import type { Catalogue } from "../index.ts";

export const account: Catalogue["account"] = {
  welcome: (name) => `Willkommen bei ${name}`,
  welcomeHint: "Schick diesen Link allen, die hier sitzen sollen.",
  invite: {
    link: "Teilen, um mehr Leute einzuladen",
    qr: "QR-Code des Beitrittslinks zeigen",
    copy: "Beitrittslink kopieren",
    share: "Beitrittslink teilen",
    shareTitle: "Link zu Campfire",
    shareText: "Öffne diesen Link, um dich bei Campfire zu uns zu setzen.",
  },
};
