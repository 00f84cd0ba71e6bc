export const presence = {
  newVersion: "New version: reload",
  offline: "You're offline",
  reconnecting: "Reconnecting…",
  restarting: "Campfire is restarting…",
  waits: "What you send waits here.",
};
