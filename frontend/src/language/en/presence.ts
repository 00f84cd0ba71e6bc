export const presence = {
  newVersion: "New version: reload",
  offline: "You're offline",
  reconnecting: "Reconnecting…",
  restarting: "Campfire is restarting…",
  typing: (names: string, count: number) => `${names} ${count === 1 ? "is" : "are"} typing`,
  waits: "What you send waits here.",
  waitsOpen: "What you send waits while this page is open: your browser keeps nothing.",
};
