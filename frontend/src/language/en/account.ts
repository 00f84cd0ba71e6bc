export const account = {
  welcome: (name: string) => `Welcome to ${name}`,
  welcomeHint: "Send this link to everyone who should sit here.",
  invite: {
    link: "Share to invite more people",
    qr: "Show join link QR code",
    copy: "Copy join link",
    share: "Share join link",
    shareTitle: "Link to join Campfire",
    shareText: "Open this link to sit with us at Campfire.",
  },
};
